# What 10_gee.R leaves out: unstructured correlations, Poisson counts, and the covariances of Mancl and DeRouen and of Kauermann and Carroll, the latter two
# with dense matrices. Run from gen/; rewrites ../results/10b_gee_small_sample.json. R 4.2.2, geepack 1.3.9; epil.csv is MASS::epil.
suppressMessages(library(geepack))
num <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
ctl <- geese.control(epsilon = 1e-13, maxit = 300)
corrected <- function(m, d, waves) {
  X <- model.matrix(m); mu <- as.vector(fitted(m)); fam <- m$family; a <- fam$variance(mu); D <- X * fam$mu.eta(as.vector(m$linear.predictors)); r <- as.vector(m$y) - mu
  al <- m$geese$alpha; co <- m$corstr
  R <- function(w) { k <- length(w); if (co == "independence") diag(k) else if (co == "exchangeable") { o <- matrix(al, k, k); diag(o) <- 1; o } else if (co == "ar1") al^abs(outer(w, w, "-")) else { o <- diag(max(waves)); o[lower.tri(o)] <- al; o <- o + t(o) - diag(max(waves)); o[w, w] } }
  ids <- unique(m$id); V <- lapply(ids, function(i) { k <- which(m$id == i); s <- sqrt(a[k]); t(R(waves[k]) * s) * s })
  M <- Reduce(`+`, lapply(seq_along(ids), function(g) { k <- which(m$id == ids[g]); t(D[k, , drop = FALSE]) %*% solve(V[[g]], D[k, , drop = FALSE]) }))
  Mi <- solve(M)
  fix <- function(f) { B <- Reduce(`+`, lapply(seq_along(ids), function(g) { k <- which(m$id == ids[g]); Dk <- D[k, , drop = FALSE]; W <- solve(V[[g]]); H <- Dk %*% Mi %*% t(Dk) %*% W
    u <- t(Dk) %*% W %*% f(diag(length(k)) - H) %*% r[k]; u %*% t(u) })); sqrt(diag(Mi %*% B %*% Mi)) }
  root <- function(A) { e <- eigen(A); Re(e$vectors %*% diag(1 / sqrt(Re(e$values)), nrow(A)) %*% solve(e$vectors)) }
  list(plain = fix(function(A) diag(nrow(A))), md = fix(solve), kc = fix(root))
}
one <- function(f, d, fam, corstr, waves) {
  d$w <- waves
  m <- eval(bquote(geeglm(.(f), data = d, id = id, waves = w, family = .(fam), corstr = .(corstr), control = ctl)))
  k <- corrected(m, d, waves)
  sprintf('{"estimate":%s,"robust":%s,"plain":%s,"mancl_derouen":%s,"kauermann_carroll":%s,"alpha":%s,"scale":%.17g}', num(coef(m)), num(sqrt(diag(m$geese$vbeta))), num(k$plain), num(k$md), num(k$kc), if (length(m$geese$alpha)) num(m$geese$alpha) else "[]", m$geese$gamma)
}
all4 <- function(f, d, fam, waves) paste0("{", paste(sapply(c("independence", "exchangeable", "ar1", "unstructured"), function(co) sprintf('"%s":%s', co, one(f, d, fam, co, waves))), collapse = ",\n"), "}")
b <- read.csv("../data/btheb_long.csv", na.strings = c("NA", "")); b <- b[!is.na(b$bdi), ]; b <- b[order(b$id, b$month), ]; b$arm <- factor(b$treatment, c("TAU", "BtheB"))
r <- read.csv("../data/respiratory.csv"); r$id <- r$center * 1000 + r$id; r <- r[order(r$id, r$visit), ]; r$arm <- factor(r$treat, c("P", "A")); r$sex <- factor(r$sex)
e <- read.csv("../data/epil.csv"); e <- e[order(e$subject, e$period), ]; e$id <- e$subject; e$arm <- factor(e$trt, c("placebo", "progabide"))
s <- e[e$subject %in% c(1:6, 29:34), ]
writeLines(sprintf('{"R":"%s","btheb_gaussian":%s,\n"respiratory_binary":%s,\n"epil_counts":%s,\n"epil_12_people":%s}', R.version.string,
  all4(bdi ~ arm + bdi_pre + month, b, quote(gaussian), match(b$month, sort(unique(b$month)))), all4(outcome ~ arm + baseline + age + sex + factor(center), r, quote(binomial), r$visit),
  all4(y ~ arm + lbase + lage, e, quote(poisson), e$period), sprintf('{"exchangeable":%s}', one(y ~ arm + lbase, s, quote(poisson), "exchangeable", s$period))), "../results/10b_gee_small_sample.json")
