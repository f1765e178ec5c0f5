# Fits the models of models.R with lme4, at their optimum, and writes what R says of them as JSON.
#
#   Rscript reference.R references.json [model ...]
#
# One line a model. Numbers have 17 digits; text is as R prints it at 3 and at 7 digits. The parts
# that need the packages effects or broom.mixed are left out where they are not installed.

suppressPackageStartupMessages({
  library(lme4)
  library(lmerTest)
})
lmer <- lme4::lmer
options(width = 80, warn = 1)

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
source(file.path(here, "optimum.R"))
source(file.path(here, "models.R"))
for (file in list.files(file.path(here, "data"), full.names = TRUE)) {
  assign(sub("\\.csv$", "", basename(file)),
         read.csv(file, na.strings = c("NA", ""), stringsAsFactors = TRUE))
}

has <- function(package) requireNamespace(package, quietly = TRUE)
one <- function(x) structure(unname(c(x)), class = "one")
rows <- function(x) lapply(seq_len(nrow(x)), function(i) unname(x[i, ]))
quietly <- function(code) suppressMessages(suppressWarnings(code))
source_of <- function(formula) paste(deparse(formula, width.cutoff = 500L), collapse = " ")

# A vector whole, or where it is long its head and three sums that tell it from another.
vector_of <- function(x, whole = 250) {
  x <- unname(x)
  if (length(x) <= whole) return(list(values = x))
  list(head = x[1:20], length = one(length(x)), sum = one(sum(x)), squares = one(sum(x^2)),
       moment = one(sum(x * seq_along(x)) / length(x)))
}

# What `show` prints, as lines, at 3 and at 7 digits.
printed <- function(show) {
  lines <- lapply(c(3, 7), function(digits) {
    before <- options(digits = digits)
    on.exit(options(before))
    quietly(capture.output(show()))
  })
  setNames(lines, c("3", "7"))
}

# A fit that lme4 cannot optimise as written, from its twin on kinder scales.
fit_of <- function(model, record = new.env()) {
  if (is.null(model$twin)) {
    return(best_fit(model$formula, model$data, model$reml, starts = model$starts, record = record))
  }
  twin <- best_fit(model$twin, model$data, model$reml, starts = model$starts, record = record)
  root <- model$onto %*% t(chol(Matrix::as.matrix(VarCorr(twin)[[1]]))) / sigma(twin)
  theta <- t(chol(tcrossprod(root)))
  best_fit(model$formula, model$data, model$reml, start = theta[lower.tri(theta, TRUE)],
           starts = 0)
}

# The fit with lmerTest's derivatives; where it has a twin, the twin's, which are the same model's.
# lmerTest::lmer keeps the formula as it is written, with its double bars.
tests_of <- function(model, fit) {
  test <- quietly(as_lmerModLmerTest(fit))
  test@call$formula <- model$formula
  if (!is.null(model$twin)) {
    twin <- best_fit(model$twin, model$data, model$reml, starts = model$starts)
    test@vcov_varpar <- quietly(as_lmerModLmerTest(twin))@vcov_varpar
    test@Jac_list <- quietly(as_lmerModLmerTest(twin))@Jac_list
  }
  test
}

frame_of <- function(frame) {
  lapply(frame, function(column) if (is.factor(column)) as.character(column) else c(column))
}

modes_of <- function(fit) {
  effects <- ranef(fit, condVar = TRUE)
  lapply(effects, function(table) {
    few <- seq_len(min(nrow(table), 40))
    variances <- attr(table, "postVar")
    if (!is.list(variances)) variances <- list(variances)
    list(
      names = names(table), levels = row.names(table)[few], count = one(nrow(table)),
      values = rows(as.matrix(table)[few, , drop = FALSE]), sums = unname(colSums(table)),
      squares = unname(colSums(table^2)),
      variances = lapply(unname(variances), function(v) lapply(few, function(i) rows(as.matrix(v[, , i]))))
    )
  })
}

varcorr_of <- function(fit) {
  frame <- as.data.frame(VarCorr(fit))
  list(group = frame$grp, var1 = frame$var1, var2 = frame$var2, vcov = frame$vcov,
       sdcor = frame$sdcor)
}

# Each intercept's share of the whole variance, where only intercepts vary.
icc_of <- function(fit) {
  frame <- as.data.frame(VarCorr(fit))
  groups <- frame$grp != "Residual"
  if (any(frame$var1[groups] != "(Intercept)") || anyDuplicated(frame$grp)) return(NULL)
  as.list(setNames(lapply(frame$vcov[groups] / sum(frame$vcov), one), frame$grp[groups]))
}

# Of the rows that were fitted: the package itself also counts those whose group alone is missing.
effects_of <- function(model, fit) {
  if (!has("effects") || !length(model$effects)) return(NULL)
  whole <- get(model$data)
  on.exit(assign(model$data, whole, globalenv()))
  assign(model$data, whole[as.integer(rownames(fit@frame)), ], globalenv())
  lapply(setNames(nm = model$effects), function(term) {
    frame_of(as.data.frame(quietly(effects::effect(term, fit))))
  })
}

# Fits again without each group; Cook's distances by lme4's scale and by the textbook's.
influence_of <- function(model, fit) {
  if (!length(model$influence)) return(NULL)
  lapply(setNames(nm = model$influence), function(factor) {
    data <- get(model$data)
    levels <- levels(getME(fit, "flist")[[factor]])
    fits <- lapply(levels, function(level) {
      assign("without", data[!data[[factor]] %in% level, ], globalenv())
      best_fit(model$formula, "without", model$reml, starts = min(2, STARTS), polish = FALSE)
    })
    moved <- t(vapply(fits, fixef, fixef(fit)))
    if (length(fixef(fit)) == 1) moved <- t(moved)
    change <- sweep(moved, 2, fixef(fit))
    n <- nrow(moved)
    p <- ncol(moved)
    distance <- rowSums(change %*% solve(as.matrix(vcov(fit))) * change)
    list(levels = levels, fixef = rows(moved), sigma = vapply(fits, sigma, 0),
         varcorr = lapply(fits, function(f) as.data.frame(VarCorr(f))$vcov),
         cooks_lme4 = distance * (n - p) / (n * p), cooks = distance / p)
  })
}

profile_of <- function(model, fit) {
  wald <- confint(fit, parm = "beta_", method = "Wald")
  limits <- list(wald = list(names = rownames(wald), lower = wald[, 1], upper = wald[, 2]))
  if (model$profile) {
    ml <- best_fit(model$formula, model$data, FALSE)
    traced <- quietly(profile(ml, signames = FALSE, optimizer = "bobyqa"))
    bounds <- quietly(confint(traced))
    limits$profile <- list(names = rownames(bounds), lower = bounds[, 1], upper = bounds[, 2])
  }
  lapply(limits, lapply, unname)
}

# Predictions for a few rows of the data, and for the same rows with groups nobody has seen.
predictions_of <- function(model, fit) {
  data <- get(model$data)
  data <- data[complete.cases(data), ]
  known <- data[round(seq(2, nrow(data) - 1, length.out = 5)), ]
  unknown <- known
  for (factor in unique(unlist(strsplit(names(getME(fit, "flist")), ":")))) {
    if (factor %in% all.vars(nobars(model$formula))) next
    unknown[[factor]] <- if (is.factor(known[[factor]])) factor("unseen") else 99999
  }
  list(
    known = frame_of(known), population = unname(predict(fit, known, re.form = NA)),
    conditional = unname(predict(fit, known)), unknown = frame_of(unknown),
    unseen = unname(predict(fit, unknown, allow.new.levels = TRUE))
  )
}

text_of <- function(model, fit, test) {
  text <- list(
    summary = printed(function() print(summary(fit))),
    fixef = printed(function() print(fixef(fit))),
    VarCorr = printed(function() print(VarCorr(fit)))
  )
  if (model$tests) text$summary_tests <- printed(function() print(summary(test)))
  if (model$data == "many") return(text)
  text$ranef <- printed(function() print(ranef(fit)))
  text$coef <- printed(function() print(coef(fit)))
  if (has("broom.mixed")) {
    start <- head(as.data.frame(broom.mixed::augment(fit)))
    text$augment <- printed(function() print(start))
  }
  text
}

describe <- function(name) {
  model <- MIXED[[name]]
  record <- new.env()
  fit <- fit_of(model, record)
  test <- if (model$tests) tests_of(model, fit)
  tests <- if (model$tests) coef(summary(test))
  list(
    name = one(name), data = one(model$data), formula = one(source_of(model$formula)),
    reml = one(model$reml), unique = one(model$unique),
    criterion = one(-2 * c(logLik(fit))), short = record$short,
    logLik = one(c(logLik(fit))), parameters = one(attr(logLik(fit), "df")), AIC = one(AIC(fit)),
    BIC = one(BIC(fit)), nobs = one(nobs(fit)), ngroups = lapply(ngrps(fit), one),
    names = names(fixef(fit)), fixef = unname(fixef(fit)), se = unname(sqrt(diag(vcov(fit)))),
    vcov = rows(as.matrix(vcov(fit))), varcorr = varcorr_of(fit), sigma = one(sigma(fit)),
    theta = unname(getME(fit, "theta")), singular = one(isSingular(fit)),
    messages = as.character(unlist(fit@optinfo$conv$lme4$messages)),
    df = unname(tests[, "df"]), t = unname(tests[, "t value"]), p = unname(tests[, "Pr(>|t|)"]),
    ranef = modes_of(fit), fitted = vector_of(fitted(fit)), residuals = vector_of(residuals(fit)),
    hat = vector_of(hatvalues(fit), 20), cooks = vector_of(cooks.distance(fit), 20),
    icc = icc_of(fit), effects = effects_of(model, fit), influence = influence_of(model, fit),
    confint = profile_of(model, fit), predictions = predictions_of(model, fit),
    text = text_of(model, fit, test)
  )
}

compare <- function(names) {
  fits <- lapply(setNames(nm = names), function(name) {
    model <- MIXED[[name]]
    best_fit(model$formula, model$data, FALSE)
  })
  for (name in names) assign(name, fits[[name]], globalenv())
  call <- as.call(c(quote(anova), unname(lapply(names, as.name))))
  table <- eval(call, globalenv())
  list(models = names, order = rownames(table),
       table = lapply(as.list(as.data.frame(table)), unname),
       text = printed(function() print(eval(call, globalenv()))))
}

describe_linear <- function(name) {
  data <- as.name(LINEAR[[name]][[1]])
  formula <- LINEAR[[name]][[2]]
  fit <- eval(bquote(lm(formula = .(formula), data = .(data))), globalenv())
  fit$call$formula <- formula
  said <- summary(fit)
  found <- coef(said)
  list(
    name = one(name), data = one(as.character(data)), formula = one(source_of(formula)),
    names = names(coef(fit)), beta = unname(coef(fit)), kept = rownames(found),
    se = unname(found[, 2]), t = unname(found[, 3]), p = unname(found[, 4]),
    vcov = rows(vcov(fit, complete = FALSE)), sigma = one(sigma(fit)),
    df_residual = one(df.residual(fit)), r_squared = one(said$r.squared),
    adj_r_squared = one(said$adj.r.squared), f = unname(said$fstatistic),
    nobs = one(nobs(fit)), logLik = one(c(logLik(fit))), AIC = one(AIC(fit)), BIC = one(BIC(fit)),
    fitted = vector_of(fitted(fit)), residuals = vector_of(residuals(fit)),
    hat = vector_of(hatvalues(fit)), cooks = vector_of(cooks.distance(fit)),
    text = list(summary = printed(function() print(said)),
                coef = printed(function() print(coef(fit))))
  )
}

quoted <- function(text) {
  text <- gsub("([\\\\\"])", "\\\\\\1", enc2utf8(text))
  paste0('"', gsub("\t", "\\\\t", gsub("\n", "\\\\n", text)), '"')
}

# JSON with every digit of a number: a vector is an array, `one(x)` a scalar, NULL and NA are null.
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x)) {
    items <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(items, collapse = ","), "]"))
    return(paste0("{", paste0(quoted(names(x)), ":", items, collapse = ","), "}"))
  }
  if (!length(x)) return("[]")
  items <- switch(typeof(x), character = quoted(x), logical = tolower(x), sprintf("%.17g", x))
  items[is.na(x)] <- "null"
  if (inherits(x, "one")) items else paste0("[", paste(items, collapse = ","), "]")
}

block <- function(name, items) {
  paste0('"', name, '": [\n', paste(vapply(items, json, ""), collapse = ",\n"), "\n]")
}

versions_of <- function() {
  packages <- c("lme4", "lmerTest", "Matrix", "effects", "broom.mixed")
  found <- lapply(setNames(nm = packages), function(package) {
    if (has(package)) one(as.character(packageVersion(package)))
  })
  c(list(R = one(as.character(getRversion()))), found)
}

main <- function(path, wanted) {
  kept <- function(names) if (length(wanted)) intersect(names, wanted) else names
  pairs <- Filter(function(names) !length(wanted) || all(names %in% wanted), PAIRS)
  writeLines(c("{", paste0('"versions": ', json(versions_of()), ","),
    paste(block("models", lapply(kept(names(MIXED)), describe)),
          block("anova", lapply(pairs, compare)),
          block("linear", lapply(kept(names(LINEAR)), describe_linear)), sep = ",\n"),
    "}"), path)
}

arguments <- commandArgs(TRUE)
main(arguments[1], arguments[-1])
