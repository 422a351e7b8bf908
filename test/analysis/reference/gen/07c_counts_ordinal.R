# What 07_binary.R leaves out: proportional odds (MASS polr, ordinal clm) with the score test of the assumption written out, negative binomial counts with exposure, and
# McNemar's exact test. Run from gen/; rewrites ../results/07c_counts_ordinal.json. R 4.2.2, MASS 7.3-58.2, ordinal, numDeriv 2016.8-1.1.
suppressMessages({ library(MASS); library(numDeriv) })
num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
b <- read.csv("../data/btheb_wide.csv", na.strings = c("NA", "")); b <- b[!is.na(b$bdi_3m), ]; b$arm <- factor(b$treatment, c("TAU", "BtheB")); b$drug <- factor(b$drug, c("No", "Yes"))
b$y <- cut(b$bdi_3m, c(-Inf, 14, 20, 29, Inf), right = FALSE, ordered_result = TRUE)
po <- function(f, d) {
  m <- ordinal::clm(f, data = d, control = list(gradTol = 1e-12, maxIter = 200)); p <- polr(f, data = d, Hess = TRUE, control = list(reltol = 1e-15, maxit = 500))
  K <- nlevels(d$y); X <- model.matrix(f, d)[, -1, drop = FALSE]; q <- ncol(X); y <- as.integer(d$y)
  prob <- function(th, x) { z <- th[1:(K - 1)]; B <- matrix(th[-(1:(K - 1))], q); diff(c(0, plogis(z - drop(x %*% B)), 1)) }
  th0 <- c(m$alpha, rep(m$beta, K - 1)); n <- nrow(X); U <- 0; I <- 0
  for (i in seq_len(n)) { J <- jacobian(function(t) prob(t, X[i, ]), th0); pr <- prob(th0, X[i, ]); U <- U + J[y[i], ] / pr[y[i]]; I <- I + t(J) %*% (J / pr) }
  s <- drop(U %*% solve(I, U)); df <- q * (K - 2)
  sprintf('{"beta":%s,"beta_se":%s,"threshold":%s,"threshold_se":%s,"polr_beta":%s,"logLik":%.17g,"score":%.17g,"score_df":%d,"score_p":%.17g}', num(m$beta), num(sqrt(diag(vcov(m)))[-(1:(K - 1))]), num(m$alpha), num(sqrt(diag(vcov(m)))[1:(K - 1)]), num(coef(p)), m$logLik, s, df, pchisq(s, df, lower.tail = FALSE))
}
e <- read.csv("../data/epil.csv"); e$arm <- factor(e$trt, c("placebo", "progabide")); t4 <- e[e$period == 4, ]
n <- glm.nb(y ~ arm + lbase, data = t4, control = glm.control(epsilon = 1e-14, maxit = 500)); o <- glm.nb(y ~ arm + offset(log(base)), data = t4, control = glm.control(epsilon = 1e-14, maxit = 500))
nb <- function(m) sprintf('{"estimate":%s,"se":%s,"theta":%.17g,"theta_se":%.17g,"twologlik":%.17g,"deviance":%.17g}', num(coef(m)), num(sqrt(diag(vcov(m)))), m$theta, m$SE.theta, m$twologlik, deviance(m))
g <- glm(y ~ arm + offset(log(base)), data = t4, family = poisson, control = list(epsilon = 1e-14, maxit = 100)); g <- update(g, start = coef(g))
r <- read.csv("../data/respiratory.csv"); r <- r[r$visit == 4, ]; tb <- table(r$baseline, r$outcome); mc <- mcnemar.test(tb, correct = FALSE); bt <- binom.test(tb[1, 2], tb[1, 2] + tb[2, 1])
w <- with(b, table(y, arm))
writeLines(sprintf('{"R":"%s","proportional_odds":%s,\n"proportional_odds_unadjusted":%s,\n"negative_binomial":%s,\n"negative_binomial_exposure":%s,\n"poisson_exposure":{"estimate":%s,"se":%s},\n"mcnemar":{"statistic":%.17g,"p":%.17g,"exact_p":%.17g,"share":%s},\n"four_by_two":{"chisq":%.17g,"p":%.17g,"fisher":%.17g}}', R.version.string, po(y ~ arm + bdi_pre + drug, b), po(y ~ arm, b), nb(n), nb(o), num(coef(g)), num(sqrt(diag(vcov(g)))), mc$statistic, mc$p.value, bt$p.value, num(bt$conf.int), chisq.test(w)$statistic, chisq.test(w)$p.value, fisher.test(w, workspace = 2e7)$p.value), "../results/07c_counts_ordinal.json")
