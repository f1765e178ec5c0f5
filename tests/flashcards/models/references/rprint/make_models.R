# Fits simulated data and writes, for each model, its numbers (JSON) and what R prints of it (text).
#
#   Rscript make_models.R            in this folder; R 4.2.2, lme4 1.1-31, lmerTest 3.1-3
#
# The numbers are what the prints are made of, so that printing is compared apart from fitting.

suppressMessages({library(lme4); library(lmerTest); library(jsonlite)})
options(width = 80, useFancyQuotes = "UTF-8")
DIGITS <- c(3, 4, 7)

shown <- function(expression, digits) {
  options(digits = digits)
  on.exit(options(digits = 7))
  withCallingHandlers(
    capture.output(eval(expression, globalenv())),
    message = function(m) { cat(conditionMessage(m)); invokeRestart("muffleMessage") }
  )
}

write_sections <- function(file, expressions, digits = DIGITS) {
  lines <- character()
  for (title in names(expressions)) for (d in digits)
    lines <- c(lines, sprintf("#### %s, digits %d", title, d), shown(expressions[[title]], d))
  writeLines(enc2utf8(lines), file, useBytes = TRUE)
}

write_numbers <- function(file, numbers)
  writeLines(enc2utf8(toJSON(numbers, digits = I(17), auto_unbox = TRUE, na = "string",
                             null = "null", matrix = "rowmajor")), file, useBytes = TRUE)

table_of <- function(frame) list(
  rows = I(rownames(frame)), columns = I(colnames(frame)), values = lapply(frame, I))

limits <- function(x) list(rows = I(rownames(x)), lower = I(unname(x[, 1])),
                           upper = I(unname(x[, 2])))

mixed_numbers <- function(fit, tested) {
  varcor <- VarCorr(fit)
  tests <- suppressMessages(coef(summary(tested)))
  list(
    formula = paste(deparse(tested@call$formula, 500), collapse = " "),
    data = as.character(fit@call$data),
    reml = isREML(fit),
    criterion = if (isREML(fit)) unname(fit@devcomp$cmp["REML"]),
    likelihood = if (!isREML(fit)) I(unname(llikAIC(fit)$AICtab)),
    residuals = I(unname(residuals(fit, "pearson", scaled = TRUE))),
    sigma = sigma(fit),
    terms = lapply(seq_along(fit@cnms), function(i) list(
      group = names(fit@cnms)[i], effects = I(fit@cnms[[i]]),
      covariance = I(matrix(as.numeric(varcor[[i]]), nrow(varcor[[i]]))))),
    nobs = nobs(fit), groups = as.list(ngrps(fit)),
    names = I(names(fixef(fit))), estimates = I(unname(fixef(fit))),
    vcov = I(as.matrix(vcov(fit))),
    tests = lapply(seq_len(nrow(tests)), function(i) I(unname(tests[i, ]))),
    messages = I(as.character(unlist(fit@optinfo$conv$lme4$messages))),
    warnings = I(unname(as.character(lme4:::.merMod.msgs(fit)))),
    ranef = lapply(ranef(fit), table_of), confint = limits(confint(fit, method = "Wald"))
  )
}

mixed <- function(name, formula, data, reml = TRUE, data_name = "dat") {
  assign(data_name, data, globalenv())
  quiet <- function(code) suppressMessages(suppressWarnings(code))
  call <- list(formula = str2lang(formula), data = as.name(data_name))
  if (!reml) call$REML <- FALSE
  fit <<- quiet(eval(as.call(c(quote(lme4::lmer), call))))
  tested <<- quiet(eval(as.call(c(quote(lmerTest::lmer), call))))
  write_numbers(paste0("lmer/", name, ".json"), mixed_numbers(fit, tested))
  write_sections(paste0("lmer/", name, ".txt"), list(
    summary = quote({x <- summary(fit); print(x)}),
    tested = quote({x <- summary(tested); print(x)}),
    fixef = quote(print(fixef(fit))),
    VarCorr = quote(print(VarCorr(fit))),
    confint = quote(print(confint(fit, method = "Wald"))),
    ranef = quote(print(ranef(fit))),
    coef = quote(if (inherits(cf <- try(coef(fit), silent = TRUE), "try-error")) cat("none\n")
                 else print(cf))
  ))
}

linear_numbers <- function(fit) {
  s <- summary(fit)
  rows <- lapply(names(s$aliased), function(n) if (!s$aliased[[n]]) I(unname(coef(s)[n, ])))
  list(
    formula = paste(deparse(fit$call$formula, 500), collapse = " "),
    data = as.character(fit$call$data),
    residuals = I(unname(residuals(fit))), rows = I(names(residuals(fit))),
    confint = limits(confint(fit, level = 0.9)),
    names = I(names(s$aliased)), coefficients = rows,
    sigma = s$sigma, df_residual = s$df[2], dropped = length(fit$na.action),
    r_squared = if (!is.null(s$fstatistic)) s$r.squared,
    adj_r_squared = if (!is.null(s$fstatistic)) s$adj.r.squared,
    f = if (!is.null(s$fstatistic)) I(c(unname(s$fstatistic), unname(
      pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE))))
  )
}

linear <- function(name, formula, data, data_name = "dat") {
  assign(data_name, data, globalenv())
  fit <<- eval(call("lm", formula = str2lang(formula), data = as.name(data_name)))
  fit$call$formula <<- str2lang(formula)
  write_numbers(paste0("lm/", name, ".json"), suppressWarnings(linear_numbers(fit)))
  write_sections(paste0("lm/", name, ".txt"), list(
    summary = quote(suppressWarnings({x <- summary(fit); print(x)})),
    coef = quote(print(coef(fit))),
    confint = quote(suppressWarnings(print(confint(fit, level = 0.9))))
  ))
}

dir.create("lmer", FALSE); dir.create("lm", FALSE); dir.create("anova", FALSE)

# --- data -------------------------------------------------------------------------------------

growth <- function(seed, people = 16, times = 0:7, sd = c(25, 6), rho = 0, noise = 25,
                   start = 250, slope = 10) {
  set.seed(seed)
  root <- chol(matrix(c(sd[1]^2, rho * sd[1] * sd[2], rho * sd[1] * sd[2], sd[2]^2), 2) +
                 diag(1e-12, 2))
  effects <- matrix(rnorm(2 * people), people) %*% root
  d <- expand.grid(time = times, subject = sprintf("s%02d", seq_len(people)))
  i <- as.integer(d$subject)
  d$y <- start + effects[i, 1] + (slope + effects[i, 2]) * d$time + rnorm(nrow(d), 0, noise)
  d
}

crossed <- function(seed, people = 12, items = 9) {
  set.seed(seed)
  d <- expand.grid(item = sprintf("item_%d", seq_len(items)), ppt = seq_len(people))
  d$condition <- factor(c("control", "drug", "placebo"))[1 + (as.integer(d$item) + d$ppt) %% 3]
  d$age <- round(rnorm(people, 40, 9))[d$ppt]
  d$score <- 50 + rnorm(people, 0, 4)[d$ppt] + rnorm(items, 0, 3)[as.integer(d$item)] +
    2.5 * (d$condition == "drug") - 0.08 * d$age + rnorm(nrow(d), 0, 5)
  d$ppt <- factor(d$ppt)
  d
}

nested <- function(seed, schools = 7, children = 5, tests = 4) {
  set.seed(seed)
  d <- expand.grid(test = seq_len(tests), child = letters[seq_len(children)],
                   school = sprintf("school%d", seq_len(schools)))
  d$hours <- round(runif(nrow(d), 0, 10), 1)
  pupil <- as.integer(interaction(d$child, d$school))
  d$mark <- 0.6 + rnorm(schools, 0, 0.05)[as.integer(d$school)] +
    rnorm(schools * children, 0, 0.03)[pupil] + 0.004 * d$hours + rnorm(nrow(d), 0, 0.04)
  d
}

# --- mixed models -----------------------------------------------------------------------------

d <- growth(101)
mixed("random_slopes", "y ~ time + (time | subject)", d)
mixed("random_slopes_ml", "y ~ 1 + time + (1 + time | subject)", d, reml = FALSE)
mixed("random_intercepts", "y ~ time + (1|subject)", d)
mixed("intercept_only", "y ~ 1 + (1 | subject)", d)
mixed("no_intercept", "y ~ 0 + time + (0 + time | subject)", d)
mixed("slope_not_fixed", "y ~ 1 + (1 + time | subject)", d)
mixed("uncorrelated", "y ~ time + (time || subject)", d)
mixed("curves", "y ~ poly(time, 2) + (1 + time + I(time^2) | subject)", d, data_name = "study")
gone <- d; gone$y[c(3, 40, 41, 90)] <- NA
mixed("missing_rows", "y ~ time + (1 | subject)", gone)
mixed("singular_zero", "y ~ time + (1 | subject)", growth(7, sd = c(0, 0)))
mixed("singular_corr", "y ~ time + (time | subject)", growth(9, sd = c(9, 4), rho = -0.999))
tiny <- transform(d, y = y * 1e-9)
mixed("tiny_outcome", "y ~ time + (time | subject)", tiny)
huge <- transform(d, y = y * 1e7)
mixed("huge_outcome", "y ~ time + (time | subject)", huge)
mixed("uneven_scales", "y ~ dose + (1 | subject)", transform(d, dose = time * 1000))
mixed("steep", "y ~ time + (1 | subject)", growth(12, slope = 400, noise = 5))
mixed("null_effects", "y ~ time + x2 + (1 | subject)",
      transform(growth(13, slope = 0, start = 0), x2 = rep(c(-1, 1), length.out = 128)))

k <- crossed(202)
mixed("crossed", "score ~ condition + (1 | ppt) + (1 | item)", k)
mixed("crossed_interaction",
      "score ~ condition * scale(age) + (1 + condition | ppt) + (1 | item)", k)
mixed("crossed_ml", "score ~ condition + age + (1 | item) + (1 | ppt)", k, reml = FALSE)
mixed("several_terms", "score ~ age + (1 | ppt) + (0 + age | ppt) + (1 | item)", k)
names_apart <- setNames(k, c("item", "participant number", "treatment_condition", "Alter in Jahren",
                             "größe"))
mixed("spoken_names", paste("größe ~ treatment_condition * `Alter in Jahren` +",
                            "(1 | `participant number`) + (1 | item)"), names_apart,
      data_name = "my data")
mixed("uncorrelated_factors", "score ~ condition + (condition * age || ppt) + (1 | item)", k)
k$copy <- 2 * k$age
mixed("two_warnings", "score ~ age + copy + (1 | ppt)", transform(k, age = 1e4 * age))
mixed("rank_deficient", "score ~ age + copy + condition + (1 | ppt)", k)
set.seed(31)
wide <- as.data.frame(matrix(round(rnorm(120 * 22), 2), 120))
wide$g <- rep(letters[1:10], 12); wide$y <- rnorm(120) + rnorm(10)[rep(1:10, 12)]
mixed("many_columns", paste("y ~", paste0("V", 1:22, collapse = " + "), "+ (1 | g)"), wide)
mixed("wide_correlations", paste("y ~", paste0("V", 1:11, collapse = "+"), "+ (1|g)"), wide)

s <- nested(303)
mixed("nested", "mark ~ hours + (1 | school/child)", s)
mixed("nested_slopes", "mark ~ hours + (1 + hours | school) + (1 | child:school)", s)
long <- setNames(s, c("test", "child_within_classroom", "school_in_the_district",
                      "hours_of_homework_in_the_week_before", "mark_in_the_final_examination"))
mixed("long_names", paste("mark_in_the_final_examination ~ hours_of_homework_in_the_week_before +",
                          "(1 | school_in_the_district / child_within_classroom)"), long)

# --- linear models ----------------------------------------------------------------------------

linear("simple", "y ~ time", d)
linear("groups", "y ~ time + subject", subset(d, subject %in% c("s01", "s02", "s03")))
linear("interaction", "score ~ condition * age", k)
linear("aliased", "score ~ age + copy + condition", k)
linear("missing_rows", "y ~ time", gone)
one_gone <- d; one_gone$time[5] <- NA
linear("missing_row", "y ~ time", one_gone)
linear("few_rows", "y ~ time", d[1:6, ])
linear("no_df", "y ~ time", d[1:2, ])
linear("intercept_only", "y ~ 1", d)
linear("no_intercept", "y ~ 0 + time", d)
linear("steep", "y ~ time", growth(12, slope = 400, noise = 5, sd = c(1, 0.1)))
linear("tiny_outcome", "y ~ time", tiny)
linear("huge_outcome", "y ~ time", huge)
linear("null_effects", "y ~ x2", transform(growth(13, slope = 0, start = 0, sd = c(0, 0)),
                                         x2 = rep(c(-1, 1), length.out = 128)))
linear("many_columns", paste("y ~", paste0("V", 1:12, collapse = " + ")), wide)
linear("long_call", paste("mark_in_the_final_examination ~ hours_of_homework_in_the_week_before +",
                          "school_in_the_district + I(hours_of_homework_in_the_week_before^2)"),
       long, data_name = "examinations")

# --- tables of tests --------------------------------------------------------------------------

tests <- function(name, expression, digits = DIGITS) {
  table <- suppressMessages(eval(expression))
  write_numbers(paste0("anova/", name, ".json"), table_of(as.data.frame(table)))
  write_sections(paste0("anova/", name, ".txt"), list(anova = call("print", expression)), digits)
}
dat <- k
m0 <- lme4::lmer(score ~ 1 + (1 | ppt) + (1 | item), dat)
m1 <- lme4::lmer(score ~ condition + (1 | ppt) + (1 | item), dat)
m2 <- lme4::lmer(score ~ condition * age + (1 | ppt) + (1 | item), dat)
tests("two_models", quote(anova(m0, m1)))
tests("three_models", quote(anova(m2, m0, m1)))
m1_ml <- update(m1, REML = FALSE); m0_ml <- update(m0, REML = FALSE)
tests("two_ml_models", quote(anova(m0_ml, m1_ml)))
tests("same_size", quote(anova(m0, lme4::lmer(score ~ 1 + (1 | ppt) + (1 | item), dat),
                               model.names = c("a", "b"))))
l0 <- lm(score ~ 1, dat); l1 <- lm(score ~ condition, dat); l2 <- lm(score ~ condition * age, dat)
tests("two_lms", quote(anova(l0, l2)))
tests("three_lms", quote(anova(l0, l1, l2)))
tests("one_lm", quote(anova(l2)))
tested <- lmerTest::lmer(score ~ condition * age + (1 | ppt) + (1 | item), dat)
tests("one_lmer_tested", quote(anova(tested)))
tests("one_lmer", quote(anova(m2)))
dat <- growth(12, slope = 400, noise = 5)
b0 <- lme4::lmer(y ~ 1 + (1 | subject), dat, REML = FALSE)
b1 <- lme4::lmer(y ~ time + (1 | subject), dat, REML = FALSE)
tests("overwhelming", quote(anova(b0, b1)))
