# What R shows of two models of data.csv, as text and as numbers, for test_report.py.
#
#   Rscript --vanilla report.R           writes data.csv, lines.txt and numbers.json beside it
#   Rscript --vanilla report.R FOLDER    writes them into FOLDER
#
# Versions used: R 4.2.2, lme4 1.1-31, effects 4.2-2.

suppressMessages({
  library(lme4)
  library(effects)
  library(jsonlite)
})
options(contrasts = c("contr.treatment", "contr.poly"))

given <- commandArgs(TRUE)
folder <- if (length(given)) given[[1]] else "."
at <- function(name) file.path(folder, name)

set.seed(20221114)
rows <- expand.grid(subject = sprintf("s%02d", 1:14), item = letters[1:9])
n <- nrow(rows)
dat <- data.frame(
  subject = rows$subject,
  item = rows$item,
  arm = sample(c("blind", "open", "wait"), n, replace = TRUE),
  x1 = sample(0:12, n, replace = TRUE),
  x2 = round(rnorm(n, 3), 2)
)
spread <- function(factor, sd) rnorm(nlevels(factor), 0, sd)[as.integer(factor)]
dat$y <- with(dat, round(
  50 + 1.4 * x1 + 2 * (arm == "open") - 0.3 * x1 * (arm == "wait") + 0.8 * x2 +
    spread(subject, 6) + spread(subject, 1.6) * x1 + spread(item, 2.5) + rnorm(n, 0, 4), 2))
dat$twice <- 2 * dat$x1
dat$x2[c(7, 40, 41)] <- NA
write.csv(dat, at("data.csv"), row.names = FALSE, quote = FALSE)
dat <- read.csv(at("data.csv"), stringsAsFactors = TRUE)

exact <- lmerControl("bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5))
fit <- lmer(y ~ x1 * arm + x2 + (1 + x1 | subject) + (1 | item), dat, control = exact)
against <- lmer(y ~ x1 + x2 + (1 | subject) + (1 | item), dat, control = exact)
line <- lm(y ~ x1 * arm + twice + x2, dat)
short <- lm(y ~ x1 * arm + x2, dat)
smaller <- lm(y ~ x1 + x2, dat)
mean_only <- lm(y ~ 1, dat)
origin <- lm(y ~ 0 + x1 + arm, dat)
full <- lm(y ~ x1, dat[1:2, ])

sink(at("lines.txt"))
show <- function(name, digits, value) {
  cat("#### ", name, ", digits ", digits, "\n", sep = "")
  options(digits = digits)
  print(value)
}
slopes <- lmer(y ~ x1 + (1 + x1 | subject), dat, control = exact)
limits <- confint(slopes, quiet = TRUE)
# Beyond four digits lme4's prints depend on where its search stopped.
for (digits in c(4, 3)) {
  show("lmer anova", digits, suppressMessages(anova(fit, against)))
  show("lmer effect", digits, as.data.frame(allEffects(fit)))
  show("lmer effect x2", digits, as.data.frame(effect("x2", fit)))
  show("lmer confint", digits, limits)
}
for (digits in c(7, 3)) {
  show("lm anova", digits, anova(line))
  show("lm anova against", digits, anova(smaller, short))
  show("lm anova mean", digits, anova(mean_only))
  show("lm anova origin", digits, anova(origin))
  show("lm anova full", digits, suppressWarnings(anova(full)))
  show("lm effect", digits, as.data.frame(allEffects(short)))
  show("lm confint", digits, confint(line))
  show("lm coef", digits, coef(line))
}
sink()

gone <- influence(fit, groups = "subject")
summed <- summary(fit)
numbers <- list(
  logLik = as.numeric(logLik(fit)),
  criterion = REMLcrit(fit),
  AIC = AIC(fit),
  BIC = BIC(fit),
  sigma = sigma(fit),
  vcov = as.matrix(vcov(fit)),
  varcorr = as.data.frame(VarCorr(fit)),
  ranef = transform(as.data.frame(ranef(fit)), grp = as.character(grp), term = as.character(term)),
  coef = coef(fit)$subject,
  fitted = unname(fitted(fit)),
  influence = list(
    fixef = unname(gone[["fixed.effects[-subject]"]]),
    cooks_distance = unname(cooks.distance(gone))
  ),
  limits = unname(limits)
)
write(toJSON(numbers, digits = NA, na = "null", auto_unbox = TRUE, pretty = TRUE), at("numbers.json"))
