# Profile limits followed to the root, beside 07_binary.R whose confint() reads them off a spline; also covariances begun again at the maximum.
# Run from gen/; rewrites ../results/07b_binary_profile.json. R 4.2.2, stats alone.
ct <- list(epsilon = 1e-14, maxit = 100)
follow <- function(f, d, fam = binomial(), off = rep(0, nrow(d))) {
  d$off <- off; m <- glm(f, data = d, family = fam, offset = off, control = ct); m <- update(m, start = coef(m)); X <- model.matrix(m); b <- coef(m); s <- sqrt(diag(vcov(m)))
  limits <- sapply(seq_along(b), function(j) {
    g <- function(v) sqrt(max(0, deviance(glm.fit(X[, -j], m$y, offset = off + X[, j] * v, family = fam, control = ct)) - deviance(m))) - qnorm(.975)
    c(uniroot(g, c(b[j] - 4 * s[j], b[j]), tol = 1e-13)$root, uniroot(g, c(b[j], b[j] + 4 * s[j]), tol = 1e-13)$root)
  })
  num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
  sprintf('{"terms":[%s],"lower":%s,"upper":%s,"se":%s}', paste0('"', names(b), '"', collapse = ","), num(limits[1, ]), num(limits[2, ]), num(s))
}
b <- read.csv("../data/btheb_wide.csv", na.strings = c("NA", "")); b <- b[!is.na(b$bdi_8m), ]; b$y <- as.integer(b$bdi_8m < 14)
b$arm <- factor(b$treatment, c("TAU", "BtheB")); b$drug <- factor(b$drug, c("No", "Yes")); b$length <- factor(b$length, c("<6m", ">6m"))
r <- read.csv("../data/respiratory.csv"); r <- r[r$visit == 4, ]; r$arm <- factor(r$treat, c("P", "A")); r$sex <- factor(r$sex); r$center <- factor(r$center)
w <- read.csv("../data/warpbreaks.csv"); w$wool <- factor(w$wool); w$tension <- factor(w$tension, c("L", "M", "H"))
e <- read.csv("../data/epil.csv"); e <- e[e$period == 4, ]; e$arm <- factor(e$trt, c("placebo", "progabide"))
writeLines(sprintf('{"R":"%s","btheb_response_8m_bdi_lt14":%s,\n"respiratory_visit4":%s,\n"poisson_warpbreaks":%s,\n"poisson_epil_exposure":%s}', R.version.string, follow(y ~ arm + bdi_pre + drug + length, b), follow(outcome ~ arm + baseline + age + sex + center, r), follow(breaks ~ wool * tension, w, poisson()), follow(y ~ arm, e, poisson(), log(e$base))), "../results/07b_binary_profile.json")
