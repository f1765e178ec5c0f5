# Writes numbers, and what R makes of them, one JSON object a line.
#
#   Rscript make_tables.R [cases of each kind] [seed]      in this folder; R 4.2.2
#
# Every double is written with 17 digits; NA, NaN and infinities as text.

suppressMessages(library(jsonlite))
options(width = 80, useFancyQuotes = "UTF-8")
arguments <- as.integer(commandArgs(TRUE))
CASES <- if (length(arguments) > 0) arguments[1] else 60
set.seed(if (length(arguments) > 1) arguments[2] else 4)

number_text <- function(x) {
  text <- ifelse(x == 0 & 1 / x < 0, "-0.0", sprintf("%.17g", x))
  text[is.nan(x)] <- "NaN"; text[is.na(x) & !is.nan(x)] <- "NA"
  text
}

doubles <- function(k = sample(1:6, 1)) switch(
  sample(1:10, 1),
  rnorm(k), rnorm(k) * 10^sample(-12:12, k, TRUE), rnorm(k) * 10^sample(-3:4, 1),
  sample(1e5, k, TRUE) / 10^sample(0:8, 1), sample(1e4, k, TRUE) * 5 / 10^sample(1:9, k, TRUE),
  (sample(1e6, k, TRUE) + 0.5) / 10^sample(-6:9, k, TRUE),
  10^sample(-20:20, k, TRUE) * (1 - 10^-sample(1:16, k, TRUE)),
  rnorm(k) * 10^sample(-290:290, k, TRUE),
  sample(c(NA, NaN, Inf, -Inf, 0, -0.0, 1, 100, 1e5, 123456, 1e15, 1e-15), k, TRUE),
  round(rnorm(k), sample(0:5, 1)) * 10^sample(-5:5, 1))

p_values <- function(k) {
  p <- runif(k)^sample(c(1, 3, 10, 40), k, TRUE) * sample(c(1, 1, 1, 1e-10, 1e-16, 0), k, TRUE)
  p[runif(k) < 0.05] <- NA
  p
}

WORDS <- c("(Intercept)", "x", "time", "conditiondrug", "a_rather_long_name", "größe", "z.score",
           "I(x^2)", "poly(time, 2)1", "age:conditionplacebo", "b\\c", "東京", "A")
names_for <- function(k) make.unique(sample(WORDS, k, TRUE))

printed <- function(code, digits) {
  options(digits = digits)
  on.exit(options(digits = 7))
  I(capture.output(code()))
}

column <- function(n) switch(
  sample(1:6, 1), doubles(n), doubles(n), rnorm(n, 100, 20), sample(-50:2000, n, TRUE),
  c("control", sample(c("control", "drug", NA), n, TRUE))[1:n],
  c(TRUE, sample(c(TRUE, FALSE, NA), n, TRUE))[1:n])

kind_of <- function(x) if (is.double(x)) "double" else typeof(x)
written <- function(x) if (is.double(x)) I(number_text(x)) else I(x)

case <- function(kind) {
  digits <- sample(c(1:15, 3, 7), 1)
  found <- switch(
    kind,
    format = {
      x <- doubles(); least <- sample(c(0, 0, 0, 1:6), 1); digits <- sample(1:22, 1)
      list(values = written(x), nsmall = least, out = I(format(x, digits = digits, nsmall = least)))
    },
    pval = {
      p <- p_values(sample(1:5, 1)); digits <- sample(1:7, 1)
      list(values = written(p), out = I(format.pval(p, digits = digits)))
    },
    signif = {
      x <- doubles()
      list(values = written(x), out = I(number_text(signif(x, digits))))
    },
    round = {
      x <- doubles()
      list(values = written(x), out = I(number_text(round(x, digits))))
    },
    zapsmall = {
      x <- doubles(); digits <- sample(1:8, 1)
      list(values = written(x), out = I(number_text(zapsmall(x, digits))))
    },
    general = {
      x <- doubles(1); digits <- sample(1:8, 1)
      list(values = written(x), out = I(formatC(x, digits = digits)))
    },
    vector = {
      x <- doubles(sample(1:40, 1))
      list(values = written(x), out = printed(function() print(x), digits))
    },
    named = {
      k <- sample(1:12, 1); x <- setNames(doubles(k), names_for(k))
      list(values = written(unname(x)), names = I(names(x)),
           out = printed(function() print(x), digits))
    },
    matrix = {
      n <- sample(1:12, 1); k <- sample(1:14, 1)
      m <- vapply(1:k, function(j) doubles(n), numeric(n)); dim(m) <- c(n, k)
      if (named <- runif(1) < 0.6) dimnames(m) <- list(names_for(n), names_for(k))
      list(columns = lapply(1:k, function(j) written(unname(m[, j]))),
           names = I(as.character(colnames(m))), rows = I(as.character(rownames(m))),
           out = printed(function() print(m), digits))
    },
    frame = {
      n <- sample(1:12, 1); k <- sample(1:9, 1)
      columns <- lapply(1:k, function(j) column(n))
      d <- as.data.frame(setNames(columns, names_for(k)), optional = TRUE)
      names(d) <- sub("\\\\", "", make.unique(names(d)))
      list(columns = lapply(unname(as.list(d)), written), names = I(names(d)),
           kinds = I(vapply(d, kind_of, "")), out = printed(function() print(d), digits))
    },
    coefficients = {
      n <- sample(1:6, 1); scale <- 10^sample(-8:8, n, TRUE)
      m <- cbind(rnorm(n) * scale, abs(rnorm(n)) * scale * 10^sample(-3:2, n, TRUE))
      m <- cbind(m, m[, 1] / m[, 2])
      if (runif(1) < 0.2) m[sample(n, 1), ] <- NA
      if (runif(1) < 0.1) m[sample(n, 1), 1] <- 0
      colnames(m) <- c("Estimate", "Std. Error", "t value")
      if (sample(c(TRUE, FALSE), 1)) m <- cbind(m, "Pr(>|t|)" = p_values(n))
      rownames(m) <- names_for(n); digits <- sample(2:9, 1)
      list(columns = lapply(seq_len(ncol(m)), function(j) written(unname(m[, j]))),
           names = I(as.character(colnames(m))), rows = I(as.character(rownames(m))),
           out = printed(function() printCoefmat(m, digits = digits), 7))
    },
    abbreviate = {
      x <- vapply(1:sample(1:7, 1), function(i) paste(
        sample(setdiff(WORDS, c("東京", "b\\c")), sample(1:3, 1)), collapse = ":"), "")
      digits <- sample(c(1, 4, 6, 11), 1)
      list(values = I(x), out = I(suppressWarnings(unname(abbreviate(x, digits)))))
    },
    formula = {
      digits <- 7
      x <- paste(sample(c("y", "log(score)", "reaction_time_in_milliseconds_since_the_start"), 1), "~",
        paste(sample(c("x", "time", "`my var`", "poly(time,2)", "I(x^2)", "a:b", "a/b", "age*group",
          "scale(score,center=TRUE)", "(x)", "-1", "0", "x1-x2", "I((x-1)/2)", "z**2",
          "a_very_long_variable_name_that_goes_on", "(1|g)", "(1+x|subject)", "(1|a/b)",
          "(1 + a_very_long_variable_name_that_goes_on | grouping_factor)"),
          sample(1:7, 1)), collapse = "+"))
      list(values = x, out = I(deparse(str2lang(x))))
    }
  )
  c(list(kind = kind, digits = digits), found)
}

kinds <- c("format", "format", "format", "format", "pval", "signif", "round", "zapsmall", "general",
           "vector", "named", "matrix", "frame", "coefficients", "coefficients", "abbreviate",
           "formula")
lines <- character()
for (kind in kinds) for (i in seq_len(CASES))
  lines <- c(lines, toJSON(case(kind), digits = I(17), auto_unbox = TRUE, na = "string", null = "null"))
writeLines(enc2utf8(lines), "tables.jsonl", useBytes = TRUE)
