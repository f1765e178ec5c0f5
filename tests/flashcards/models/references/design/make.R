# What R makes of formulas: model matrices, grouping factors, and linear fits.
#
#   Rscript make.R        (R 4.2.2, lme4 1.1-31, jsonlite) writes data.json and references.json
#
# Nothing is fitted here but lm: of lme4 only the design is taken.

suppressMessages({library(jsonlite); library(lme4)})
options(contrasts = c("contr.treatment", "contr.poly"))

# -- data ----------------------------------------------------------------------------------------

set.seed(20240611)
rows <- 48
round6 <- function(x) round(x, 6)
plain <- data.frame(
  x = round6(runif(rows, 1, 9)),
  z = round6(rnorm(rows, 3, 2)),
  f = sample(c("low", "mid", "top"), rows, TRUE),
  g = sample(c("east", "north", "south", "west"), rows, TRUE),
  t = sample(c(TRUE, FALSE), rows, TRUE),
  w = sample(c("Zoe", "ann", "Ann", "bob_2", "bob 10", "élan"), rows, TRUE),
  o = sample(c("weak", "fair", "strong"), rows, TRUE),
  k = sample(c(2L, 10L, 100L, 33L, 7L), rows, TRUE),
  h = sample(c(1.5, -2, 10, 0.25), rows, TRUE),
  a = rep(c("a1", "a2", "a3", "a4"), each = 12),
  b = rep(paste0("b", 1:12), each = 4),
  c = rep(c("u", "v"), 24),
  d = rep(c("p", "q", "r", "s"), 12)
)
plain$y <- round6(2 + 0.5 * plain$x + rnorm(rows))
plain$twice <- 2 * plain$x
plain$`my x` <- round6(rnorm(rows))
gaps <- plain
gaps$x[c(3, 17)] <- NA
gaps$f[c(5, 17)] <- NA
gaps$b[9] <- NA
gaps$g[gaps$g == "west"] <- NA
gaps$t[11] <- NA
gaps$k[2] <- NA
fresh <- data.frame(
  x = c(2, 5.5, 11), z = c(0, -1, 4), f = c("top", "low", "low"), g = c("west", "east", "north"),
  t = c(FALSE, FALSE, TRUE), `my x` = c(0.5, 1, -1), check.names = FALSE
)
ordered_levels <- c("weak", "fair", "strong")
as_read <- function(d) {
  d$o <- factor(d$o, levels = ordered_levels)
  d
}
sets <- list(plain = plain, gaps = gaps, fresh = fresh)

# -- fixed effects -------------------------------------------------------------------------------

fixed <- c(
  "y ~ 1", "y ~ x", "y ~ 0 + x", "y ~ x - 1", "y ~ x + z", "y ~ x * z", "y ~ x:z",
  "y ~ f", "y ~ 0 + f", "y ~ f + g", "y ~ 0 + f + g", "y ~ 0 + x + f", "y ~ f * g", "y ~ f:g",
  "y ~ 0 + f:g", "y ~ x:f", "y ~ 0 + x:f", "y ~ x + x:f", "y ~ f + x:f", "y ~ x * f",
  "y ~ f / x", "y ~ 0 + f / x", "y ~ f * g - f", "y ~ f * g - g", "y ~ 0 + f * t",
  "y ~ f:g + f:t", "y ~ f:t + g:t", "y ~ x:f + x:t", "y ~ f:t + x:f + x:t", "y ~ x:t:f + x",
  "y ~ (x + z + f)^2", "y ~ (f + g + t)^2", "y ~ (f + t + x)^3 - f:t:x", "y ~ f * t * x",
  "y ~ t:f:x", "y ~ x + f:t:x", "y ~ t", "y ~ 0 + t", "y ~ x:t", "y ~ t * f", "y ~ w", "y ~ w + o",
  "y ~ o * x", "y ~ 0 + o:t", "y ~ z:x + f:z + x", "y ~ g:f + x + z:x",
  "y ~ log(x)", "y ~ log(x, 2)", "y ~ log(x, base = 10)", "y ~ sqrt(x) + exp(x)", "y ~ I(x^2)",
  "y ~ x + I(x^2) + I(x * z)", "y ~ I(-x)", "y ~ I(x * 1000000) + I(z * 100000 + 10000 * x) + I(x/0.0001) + I(x^0.50 + 1234567.5)", "y ~ I(x/2 - z) + I((x + z)/3)", "y ~ I(1/x):f",
  "y ~ poly(x, 2)", "y ~ poly(x, 3) * t", "y ~ f:poly(x, 2)", "y ~ poly(x, 2, raw = TRUE)",
  "y ~ poly(x, 1)", "y ~ poly(x, degree = 3)", "y ~ poly(log(x), 2)",
  "y ~ scale(x)", "y ~ scale(x) * f", "y ~ scale(x, scale = FALSE)", "y ~ scale(x, center = FALSE)",
  "y ~ scale(x, 10, 2)", "y ~ scale(log(x))", "y ~ I(scale(x)^2)", "y ~ `my x` * f",
  "y ~ x + twice", "y ~ twice + x + z", "y ~ a + b", "y ~ a/b", "y ~ a * b + x", "y ~ f + g + f:g:t",
  "log(x) ~ z", "I(y/2) ~ x", "y + z ~ x", "sqrt(x) ~ f", "t ~ x", "y ~ k", "y ~ h + k:f"
)

numbers <- function(x) signif(unname(x), 15)

design_of <- function(text, name) {
  d <- as_read(sets[[name]])
  frame <- model.frame(as.formula(text), d, drop.unused.levels = TRUE)
  x <- model.matrix(as.formula(text), frame)
  kept <- qr(x, tol = 1e-7)
  list(
    formula = text, data = name, names = I(colnames(x)), assign = I(attr(x, "assign")),
    terms = I(attr(terms(as.formula(text)), "term.labels")),
    aliased = I(colnames(x)[-kept$pivot[seq_len(kept$rank)]]),
    columns = lapply(seq_len(ncol(x)), function(j) numbers(x[, j])),
    y = numbers(as.numeric(model.response(frame))), rows = I(match(rownames(frame), rownames(d)) - 1L)
  )
}

missing_allowed <- fixed[!grepl("poly", fixed)]
designs <- c(
  lapply(fixed, design_of, "plain"),
  lapply(missing_allowed[seq(2, length(missing_allowed), 3)], design_of, "gaps")
)
for (i in seq_along(designs)) {
  one <- designs[[i]]
  if (length(one$aliased) == length(one$names)) designs[[i]]$aliased <- I(character())
}

# -- random effects ------------------------------------------------------------------------------

random <- c(
  "y ~ x + (1 | a)", "y ~ x + (x | a)", "y ~ x + (0 + x | a)", "y ~ x + (x || a)",
  "y ~ x + (f | d)", "y ~ x + (0 + f | d)", "y ~ x + (x * t | d)", "y ~ x + (f || d)",
  "y ~ 1 + (1 | a/b)", "y ~ 1 + (x || a/b)", "y ~ 1 + (1 | a/c)", "y ~ 1 + (1 | a:c)",
  "y ~ 1 + (1 | c:a)", "y ~ 1 + (1 | b:a)", "y ~ 1 + (1 | c/d/t)",
  "y ~ x + (1 | c) + (1 | a) + (1 | b)", "y ~ x + (x || c) + (1 | a)", "y ~ x + (1 | c) + (x || a)",
  "y ~ x + (1 | a) + (1 | d)", "y ~ x + (1 | c) + (1 | a) + (1 | d)", "y ~ x + (1 | a) + (0 + x | a)",
  "y ~ x + (1 | k)", "y ~ x + (1 | h)", "y ~ x + (1 | k) + (1 | h:f)", "y ~ x + (1 | t)",
  "y ~ x + (1 | w) + (1 | o)", "y ~ scale(x) + (scale(x) | a)", "y ~ x + (x:t | d)",
  "y ~ 0 + f + (1 | d)", "y ~ x + twice + (1 | a)", "y ~ z + (log(x) | a)"
)

blocks_of <- function(text, name) {
  found <- lFormula(as.formula(text), as_read(sets[[name]]))
  parts <- found$reTrms
  count <- length(parts$cnms)
  factors <- attr(parts$flist, "assign")
  list(
    formula = text, data = name, names = I(colnames(found$X)),
    blocks = lapply(seq_len(count), function(i) {
      groups <- parts$flist[[factors[i]]]
      effects <- length(parts$cnms[[i]])
      # Of the sparse Z' the effects of a row's own group are what is compared.
      whole <- as.matrix(parts$Ztlist[[i]])
      own <- sapply(seq_along(groups), function(row) {
        whole[(as.integer(groups)[row] - 1) * effects + seq_len(effects), row]
      })
      list(
        group = names(parts$cnms)[i], effects = I(parts$cnms[[i]]), levels = I(levels(groups)),
        codes = as.integer(groups) - 1L,
        columns = lapply(seq_len(effects), function(j) numbers(matrix(own, nrow = effects)[j, ]))
      )
    })
  )
}

gapped <- random[!grepl("c/d/t", random)]
mixed <- c(lapply(random, blocks_of, "plain"), lapply(gapped[seq(1, length(gapped), 3)], blocks_of, "gaps"))

# -- linear fits ---------------------------------------------------------------------------------

fits <- c(
  "y ~ 1", "y ~ x", "y ~ 0 + x", "y ~ 0 + f", "y ~ 0 + f + x", "y ~ x * f", "y ~ poly(x, 2) + z",
  "y ~ scale(x) + t", "y ~ x + twice", "y ~ twice + x + z", "y ~ a/b", "log(x) ~ z + g",
  "y ~ f * g * t", "y ~ I(x * 1e+06) + I(z/1e+06)", "t ~ x", "y ~ f:x", "y ~ `my x`"
)

fit_of <- function(text, name) {
  fit <- lm(as.formula(text), as_read(sets[[name]]))
  told <- summary(fit)
  table <- told$coefficients
  f <- told$fstatistic
  list(
    formula = text, data = name, names = I(names(coef(fit))), coef = I(numbers(coef(fit))),
    se = I(numbers(table[, 2])), t = I(numbers(table[, 3])), p = I(numbers(table[, 4])),
    vcov = unname(apply(vcov(fit, complete = FALSE), 1, function(row) I(numbers(row)), simplify = FALSE)),
    sigma = told$sigma, df = fit$df.residual, dropped = length(fit$na.action),
    r_squared = told$r.squared, adj_r_squared = told$adj.r.squared,
    f = if (is.null(f)) NULL else c(unname(f), pf(f[[1]], f[[2]], f[[3]], lower.tail = FALSE)),
    log_likelihood = as.numeric(logLik(fit)), aic = AIC(fit), bic = BIC(fit),
    fitted = numbers(fitted(fit)), residuals = numbers(residuals(fit)),
    hat = numbers(hatvalues(fit)), cooks_distance = numbers(cooks.distance(fit))
  )
}

linear <- c(lapply(fits, fit_of, "plain"), lapply(c("y ~ x + f", "y ~ x * t", "y ~ g"), fit_of, "gaps"))

forecasts <- c(
  "y ~ x * f", "y ~ poly(x, 2) + z", "y ~ scale(x) * t", "y ~ scale(log(x), scale = FALSE) + g",
  "y ~ poly(x, 2, raw = TRUE):f", "y ~ `my x` + I(x^2)", "y ~ 0 + f:g"
)
predicted <- lapply(forecasts, function(text) {
  fit <- suppressWarnings(lm(as.formula(text), plain))
  list(formula = text, predicted = numbers(suppressWarnings(predict(fit, fresh))))
})

# -- names in order ------------------------------------------------------------------------------

signs <- strsplit("_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$", "")[[1]]
names_to_sort <- c(
  paste0("a", signs), signs, "a", "A", "ab", "Ab", "aB", "AB", "b", "B", "1", "10", "2", "a1", "a10",
  "a2", "sub_1", "sub_10", "sub-2", "sub 3", "subject", "Sub_2", "é", "e", "É", "f", "eb", "ä", "az",
  "ß", "ss", "st", "cote", "coté", "côte", "côté", "role", "Role", "rôle", "Rôle", "roles", "z", "Z",
  "a€", "_a", " a"
)

writeLines(toJSON(
  list(sets = lapply(sets, as.list), ordered = ordered_levels),
  digits = NA, na = "null", auto_unbox = FALSE
), "data.json")
one_per_line <- function(list) {
  lines <- vapply(list, toJSON, "", digits = NA, na = "null", null = "null", auto_unbox = TRUE)
  paste0("[\n", paste(lines, collapse = ",\n"), "\n]")
}
writeLines(c(
  "{", paste0("\"designs\": ", one_per_line(designs), ","),
  paste0("\"mixed\": ", one_per_line(mixed), ","),
  paste0("\"linear\": ", one_per_line(linear), ","),
  paste0("\"predicted\": ", one_per_line(predicted), ","),
  paste0("\"sorted\": ", toJSON(sort(unique(names_to_sort)))),
  "}"
), "references.json")
