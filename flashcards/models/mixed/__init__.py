"""Linear mixed models by penalised least squares: profiled deviance, its gradient, its optimum."""
