# What 08 and 12 leave out: Dunnett's distribution (mvtnorm, several sizes and degrees of freedom), Jonckheere's moments with ties by going through every way of giving the
# labels, and Friedman on real visits. Run from gen/; rewrites ../results/12b_dunnett_trend.json. R 4.2.2, mvtnorm 1.1-3; quasi-Monte Carlo, seed fixed.
suppressMessages(library(mvtnorm))
num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
set.seed(20266)
one <- function(c, n, n0, df) { l <- sqrt(n / (n + n0)); R <- outer(l, l); diag(R) <- 1; k <- length(n)
  p <- pmvt(rep(-c, k), rep(c, k), df = if (is.finite(df)) df else 0, corr = R, algorithm = GenzBretz(maxpts = 2e6, abseps = 1e-9)); sprintf('{"c":%.17g,"loadings":%s,"df":%s,"lower":%.17g,"error":%.3g}', c, num(l), if (is.finite(df)) df else "null", p, attr(p, "error")) }
dunnett <- c(one(2.27, c(20, 20), 20, 57), one(1.2, c(10, 30, 5), 12, 9), one(3.1, c(8, 8, 8, 8), 8, 35), one(2.5, c(40, 20, 20, 10), 60, Inf), one(2.0, c(100, 5), 4, 20))
jt <- function(x, g) { v <- 0; k <- max(g); for (i in 1:(k - 1)) for (j in (i + 1):k) { d <- outer(x[g == j], x[g == i], "-"); v <- v + sum(d > 0) + sum(d == 0) / 2 }; v }
x <- c(1, 2, 2, 3, 3, 3, 5, 7); g <- c(1, 1, 2, 2, 2, 3, 3, 3)
all <- c(); for (a in combn(8, 2, simplify = FALSE)) { r <- setdiff(1:8, a); for (b in combn(r, 3, simplify = FALSE)) { h <- rep(3, 8); h[a] <- 1; h[b] <- 2; all <- c(all, jt(x, h)) } }
t <- read.csv("../data/toothgrowth.csv"); z <- jt(t$len, match(t$dose, sort(unique(t$dose))))
b <- read.csv("../data/btheb_wide.csv", na.strings = c("NA", "")); M <- as.matrix(b[c("bdi_pre", "bdi_2m", "bdi_3m", "bdi_5m", "bdi_8m")]); M <- M[complete.cases(M), ]; f <- friedman.test(M)
writeLines(sprintf('{"R":"%s","dunnett":[%s],\n"jonckheere":{"x":%s,"g":%s,"statistic":%.17g,"mean":%.17g,"variance":%.17g,"toothgrowth":%.17g},\n"friedman":{"n":%d,"statistic":%.17g,"p":%.17g}}', R.version.string, paste(dunnett, collapse = ",\n"), num(x), num(g), jt(x, g), mean(all), mean((all - mean(all))^2), z, nrow(M), f$statistic, f$p.value), "../results/12b_dunnett_trend.json")
