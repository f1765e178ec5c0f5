# The models that are compared. Each is a list of
#   data, formula, reml
#   tests      FALSE where lmerTest's numerical derivatives cannot work
#   unique     FALSE where the data cannot tell the variance components apart
#   twin       the same model with a random term on kinder scales, and `onto`, the matrix that
#              takes its effects to the model's own: for what lme4 cannot optimise as written
#   effects    terms whose effect is computed, profile = TRUE, influence: factors left out by group

mixed <- function(data, formula, reml = TRUE, ...) {
  more <- list(tests = TRUE, unique = TRUE, twin = NULL, onto = NULL, effects = character(),
               profile = FALSE, influence = character(), starts = STARTS)
  environment(formula) <- globalenv()
  modifyList(c(list(data = data, formula = formula, reml = reml), more), list(...))
}

MIXED <- list(
  # one factor, balanced
  nights_mean = mixed("nights", rt ~ 1 + (1 | subject)),
  nights_intercepts = mixed("nights", rt ~ days + (1 | subject), profile = TRUE,
                            effects = "days", influence = "subject"),
  nights_slopes = mixed("nights", rt ~ days + (1 + days | subject), profile = TRUE,
                        effects = "days", influence = "subject"),
  nights_slopes_ml = mixed("nights", rt ~ days + (days | subject), FALSE, effects = "days"),
  nights_apart = mixed("nights", rt ~ days + (days || subject), profile = TRUE),
  nights_apart_ml = mixed("nights", rt ~ days + (1 | subject) + (0 + days | subject), FALSE),
  nights_slopes_alone = mixed("nights", rt ~ days + (0 + days | subject)),
  nights_no_mean_slope = mixed("nights", rt ~ 1 + (days | subject)),

  # one factor, unbalanced, with factors among the predictors
  trials_arms = mixed("trials", score ~ arm * week + (week | patient), effects = "arm:week"),
  trials_no_intercept = mixed("trials", score ~ 0 + arm + week + (week | patient), FALSE,
                              influence = "patient"),
  trials_means = mixed("trials", score ~ arm + week + age + sex + (1 | patient), profile = TRUE,
                       effects = c("arm", "week", "age", "sex"), influence = "patient"),
  trials_long = mixed("trials", score ~ arm + week + age + sex + arm:week + (1 + week | patient),
                      effects = c("arm:week", "age")),
  trials_longer = mixed("trials", score ~ arm + week + age + sex + arm:week + sex:week + age:week +
                        (1 + week | patient)),
  trials_three_ways = mixed("trials", score ~ arm * sex * week + (1 | patient), FALSE,
                            effects = "arm:sex:week"),

  # nested
  pupils_nested = mixed("pupils", maths ~ hours + (1 | school/class), profile = TRUE,
                        effects = "hours", influence = "school"),
  pupils_slopes = mixed("pupils", maths ~ hours + (hours | school) + (1 | school:class),
                        influence = "school"),
  pupils_slopes_ml = mixed("pupils", maths ~ hours + (hours | school) + (1 | school:class), FALSE),
  pupils_all = mixed("pupils", maths ~ hours + (1 + hours | school/class)),

  # crossed
  words_crossed = mixed("words", rt ~ cond + (1 | subject) + (1 | item), profile = TRUE,
                        effects = "cond", influence = c("subject", "item")),
  words_slopes = mixed("words", rt ~ cond + (1 + cond | subject) + (1 | item),
                       effects = "cond"),
  words_all_ml = mixed("words", rt ~ cond + (cond | subject) + (cond | item), FALSE),
  words_means = mixed("words", rt ~ cond + (0 + cond | subject) + (1 | item)),
  words_double_bar = mixed("words", rt ~ cond + (cond || subject) + (1 | item), unique = FALSE),
  essays_crossed = mixed("essays", score ~ length + (1 | rater) + (1 | essay),
                         effects = "length", influence = "rater"),
  essays_three = mixed("essays", score ~ length + (length | rater) + (1 | essay) + (1 | day)),
  essays_days_ml = mixed("essays", score ~ day + (1 | essay) + (1 | rater), FALSE,
                         effects = "day"),

  # groups of two rows
  twins = mixed("twins", score ~ weight + (1 | pair), profile = TRUE, effects = "weight"),
  twins_ml = mixed("twins", score ~ weight + (1 | pair), FALSE),

  # singular at 0
  flat_intercepts = mixed("flat", y ~ x + (1 | g), effects = "x", influence = "g"),
  flat_nothing = mixed("flat", y ~ x + (x | g)),
  flat_slopes = mixed("flat", z ~ x + (x || g)),
  flat_slopes_ml = mixed("flat", z ~ x + (x | g), FALSE),

  # singular at a correlation of 1 and of -1
  taut_up = mixed("taut", up ~ x + (x | g), effects = "x", influence = "g"),
  taut_down = mixed("taut", down ~ x + (x | g)),
  taut_down_ml = mixed("taut", down ~ x + (x | g), FALSE),

  # nearly collinear, badly scaled
  awkward_fixed = mixed("awkward", y ~ age + months + income + trace + (1 | firm),
                        effects = "income", profile = FALSE),
  awkward_slopes = mixed("awkward", y ~ income + age + (income | firm),
                         twin = y ~ income + age + (I((income - 52000) / 9000) | firm),
                         onto = rbind(c(1, -52000 / 9000), c(0, 1 / 9000))),

  # three correlated random effects, and the same effects in several terms
  trio_all = mixed("trio", y ~ x + z + (1 + x + z | g), influence = "g"),
  trio_all_ml = mixed("trio", y ~ x * z + (x + z | g), FALSE, effects = "x:z"),
  trio_apart = mixed("trio", y ~ x + z + (x + z || g), effects = c("x", "z")),
  trio_terms = mixed("trio", y ~ x + z + (x | g) + (0 + z | g)),

  # five thousand groups
  many_intercepts = mixed("many", y ~ x + (1 | g), effects = "x", starts = min(2, STARTS)),
  many_slopes_ml = mixed("many", y ~ x + (x | g), FALSE, starts = min(2, STARTS)),

  # missing values
  gaps = mixed("gaps", y ~ x + kind + (1 | g), effects = c("x", "kind"), influence = "g"),
  gaps_ml = mixed("gaps", log(y) ~ kind * x + (1 | g), FALSE),

  # columns that say nothing new
  aliased_sum = mixed("aliased", y ~ x1 + x2 + x3 + (1 | g)),
  aliased_cell = mixed("aliased", y ~ a * b + (1 | g)),

  # functions of a column
  growth_poly = mixed("growth", height ~ poly(age, 2) + (age | child), effects = "poly(age, 2)"),
  growth_square = mixed("growth", height ~ age + I(age^2) + sex + (1 + age | child), FALSE),
  growth_log = mixed("growth", log(height) ~ log(age) * sex + (1 | child),
                     effects = "log(age):sex"),
  growth_scale = mixed("growth", height ~ scale(age) + sex + (scale(age) | child),
                       effects = "scale(age)"),
  growth_roots = mixed("growth", height ~ sqrt(age) + exp(-age / 4) + (1 | child)),

  # factors that vary by group
  tasks_means = mixed("tasks", recall ~ 0 + cond + load + (0 + cond | person)),
  tasks_contrasts = mixed("tasks", recall ~ cond + load + (cond | person), FALSE,
                          effects = c("cond", "load")),
  tasks_terms = mixed("tasks", recall ~ cond + load + (1 | person/cond) + (0 + load | person),
                      influence = "person")
)

# Likelihood-ratio tests: models compared with one another.
PAIRS <- list(
  c("nights_intercepts", "nights_slopes"),
  c("nights_mean", "nights_intercepts", "nights_slopes"),
  c("nights_slopes", "nights_apart"),
  c("nights_no_mean_slope", "nights_slopes_ml"),
  c("trials_means", "trials_long"),
  c("pupils_nested", "pupils_slopes", "pupils_all"),
  c("words_crossed", "words_slopes", "words_all_ml"),
  c("flat_slopes", "flat_slopes_ml"),
  c("trio_terms", "trio_all", "trio_all_ml")
)

LINEAR <- list(
  nights = list("nights", rt ~ days),
  nights_mean = list("nights", rt ~ 1),
  trials = list("trials", score ~ arm * week + sex),
  trials_patients = list("trials", score ~ week + patient),
  trials_no_intercept = list("trials", score ~ 0 + arm + age),
  aliased = list("aliased", y ~ x1 + x2 + x3 + a),
  gaps = list("gaps", y ~ x + kind),
  growth = list("growth", height ~ poly(age, 2) * sex),
  growth_raw = list("growth", height ~ poly(age, 2, raw = TRUE) + I(age^3)),
  growth_log = list("growth", log(height) ~ log(age)),
  awkward = list("awkward", y ~ age + months + income + trace),
  twins = list("twins", score ~ weight)
)
