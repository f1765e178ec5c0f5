# An optimiser for lme4 that ends at the optimum itself: bobyqa from several starts, then Newton
# steps. lme4's own settings stop where the last printed digits still depend on the path.

# How many points the search starts from; the references are made with all of them.
STARTS <- as.integer(Sys.getenv("STARTS", "6"))

# Runs bobyqa to its finest, twice: the second run starts afresh where the first has ended.
settled <- function(fn, par, lower, upper) {
  found <- minqa::bobyqa(par, fn, lower, upper, list(rhobeg = 0.2, rhoend = 1e-10, maxfun = 1e5))
  minqa::bobyqa(found$par, fn, lower, upper, list(rhobeg = 1e-2, rhoend = 1e-10, maxfun = 1e5))
}

# The gradient of lme4's criterion, from the textbook's V = I + Z Lambda Lambda' Z' in full: what
# finite differences lose is seen in the seventh digit of a small residual.
gradient_of <- function(fn) {
  pp <- environment(fn)$pp
  y <- environment(fn)$resp$y
  reml <- environment(fn)$resp$REML > 0
  X <- qr.Q(qr(scale(pp$X, center = FALSE)))
  Z <- as.matrix(Matrix::t(pp$Zt))
  lambda_at <- function(values) {
    root <- pp$Lambdat
    root@x <- values[pp$Lind]
    Z %*% t(as.matrix(root))
  }
  function(theta) {
    U <- lambda_at(theta)
    inverse <- chol2inv(chol(diag(length(y)) + tcrossprod(U)))
    XV <- crossprod(X, inverse)
    P <- inverse - crossprod(XV, solve(XV %*% X, XV))
    Py <- drop(P %*% y)
    weight <- (length(y) - if (reml) ncol(X) else 0) / sum(y * Py)
    UP <- crossprod(U, if (reml) P else inverse)
    vapply(seq_along(theta), function(k) {
      W <- lambda_at(replace(numeric(length(theta)), k, 1))
      2 * sum(UP * t(W)) - 2 * weight * sum(crossprod(Py, W) * crossprod(Py, U))
    }, 0)
  }
}

# Newton steps in the parameters that are not at their bound, as long as the gradient falls;
# directions without curvature, as singular fits have them, are left alone.
polished <- function(fn, par, lower) {
  none <- par < lower + 1e-5 | abs(par) < 1e-7
  if (fn(replace(par, none, 0)) <= fn(par) + 1e-9) par[none] <- 0
  free <- par != 0 | lower != 0
  if (!any(free) || length(environment(fn)$resp$y) > 600) return(par)
  whole <- gradient_of(fn)
  slope_at <- function(value) whole(replace(par, free, value))[free]
  bends <- numDeriv::jacobian(slope_at, par[free], method.args = list(r = 2))
  bend <- eigen((bends + t(bends)) / 2, symmetric = TRUE)
  sound <- bend$values > 1e-6 * max(bend$values)
  axes <- bend$vectors[, sound, drop = FALSE]
  here <- par[free]
  slope <- slope_at(here)
  for (step in 1:8) {
    there <- here - drop(axes %*% (crossprod(axes, slope) / bend$values[sound]))
    after <- slope_at(there)
    if (any(there < lower[free]) || sum(after^2) >= sum(slope^2)) break
    here <- there
    slope <- after
  }
  replace(par, free, here)
}

# What lmerControl(optimizer = ) takes. `control$starts` is the number of starting points, and in
# the environment `control$record` is left by how much the run from each ended above the best.
# With no starts the parameters given are taken as they are.
optimum <- function(fn, par, lower, upper, control) {
  if (control$starts == 0) return(list(par = par, fval = fn(par), conv = 0, feval = NA))
  set.seed(1)
  starts <- c(
    list(par),
    replicate(control$starts - 1, simplify = FALSE, {
      spread <- ifelse(lower == 0, 10^runif(length(par), -2, 0.5), rnorm(length(par), 0, 0.5))
      ifelse(lower == 0, spread * pmax(par, 0.05), spread * max(abs(par)))
    })
  )
  runs <- lapply(starts, function(start) settled(fn, start, lower, upper))
  values <- vapply(runs, function(run) run$fval, 0)
  best <- runs[[which.min(values)]]$par
  if (control$polish) best <- polished(fn, best, lower)
  value <- fn(best)
  control$record$short <- values - value
  list(par = best, fval = value, conv = 0, message = NULL, feval = NA)
}

# Fits a model at its optimum. The fit looks as if lme4's defaults had made it: no control in its
# call, the default optimiser's name, and of the messages only what holds at the optimum.
best_fit <- function(formula, name, reml = TRUE, start = NULL, starts = STARTS,
                     polish = TRUE, record = new.env()) {
  arguments <- list(
    formula = formula, data = as.name(name), REML = reml, start = start,
    control = lmerControl(
      optimizer = optimum, optCtrl = list(starts = starts, polish = polish, record = record),
      check.nobs.vs.nRE = "warning", check.conv.grad = "ignore", check.conv.hess = "ignore"
    )
  )
  fit <- suppressMessages(suppressWarnings(eval(as.call(c(quote(lmer), arguments)))))
  fit@call[c("control", "start", if (reml) "REML")] <- NULL
  fit@optinfo$optimizer <- "nloptwrap"
  fit@optinfo$warnings <- list()
  fit
}
