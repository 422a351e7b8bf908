# Exact rank tests beside 08_rank_permutation.R: Pratt's zeros, signs turned and counted, Kolmogorov and Smirnov with ties.
# Run from gen/; rewrites ../results/08b_rank_exact.json. R 4.2.2, coin 1.4-2.
suppressMessages(library(coin))
num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
signed <- function(d) {
  s <- factor(rep(seq_along(d), 2)); y <- c(d, 0 * d); g <- factor(rep(c("a", "b"), each = length(d)))
  w <- function(zero, how) as.numeric(pvalue(wilcoxsign_test(y ~ g | s, zero.method = zero, distribution = how)))
  k <- d[d != 0]; S <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(k)))) %*% k
  sprintf('{"differences":%s,"pratt":%.17g,"pratt_asymptotic":%.17g,"wilcoxon":%.17g,"flips":%.17g,"sign":%.17g}', num(d), w("Pratt", "exact"), w("Pratt", "asymptotic"), w("Wilcoxon", "exact"),
    mean(abs(S) >= abs(sum(k)) - 1e-9), binom.test(sum(k > 0), length(k))$p.value)
}
smirnov <- function(x, y) {
  e <- suppressWarnings(ks.test(x, y, exact = TRUE)); a <- suppressWarnings(ks.test(x, y, exact = FALSE))
  sprintf('{"x":%s,"y":%s,"statistic":%.17g,"exact":%.17g,"asymptotic":%.17g}', num(x), num(y), e$statistic, e$p.value, a$p.value)
}
t <- read.csv("../data/toothgrowth.csv"); r <- read.csv("../data/rotarod.csv")
writeLines(sprintf('{"R":"%s","signed":[%s,\n%s],\n"smirnov":[%s,\n%s,\n%s]}', R.version.string,
  signed(c(0, 0, 3, -1, 4, 1, -5, 9, 2, 6, 0, 5)), signed(c(0, 1.5, -2, 2, 2.5, 4, -0.5, 0, 3)),
  smirnov(t$len[t$supp == "OJ"], t$len[t$supp == "VC"]), smirnov(r$time[r$group == "treatment"], r$time[r$group == "control"]),
  smirnov(c(1.83, .5, 1.62, 2.48, 1.68), c(.878, .647, .598, 2.05, 1.06, 1.29, 3.14))), "../results/08b_rank_exact.json")
