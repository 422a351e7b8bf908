## Covariance structures that 05_mmrm.R leaves out: dense V, REML by optim then Newton with numDeriv, Satterthwaite from the numerical
## Hessian, Kenward-Roger with second derivatives of V (numerical), sandwich from the definition. Run from gen/.
source("lib.R"); library(numDeriv)
d <- rd("btheb_long.csv"); d <- d[!is.na(d$bdi),]; d$visit <- factor(d$month,c(2,3,5,8)); d$vn <- as.integer(d$visit); d$arm <- factor(d$treatment,c("TAU","BtheB"))
X <- model.matrix(~arm+visit+bdi_pre+visit:arm, d); y <- d$bdi; n <- length(y); p <- ncol(X); tm <- c(2,3,5,8)
full <- function(S) { V <- matrix(0,n,n); for (i in unique(d$id)) { k <- which(d$id==i); V[k,k] <- S[d$vn[k],d$vn[k],drop=FALSE] }; V }
lag <- abs(outer(1:4,1:4,"-"))
structures <- list(
  ar1=list(f=function(t) t[1]*t[2]^lag, start=c(90,.7)),
  car1=list(f=function(t) t[1]*t[2]^abs(outer(tm,tm,"-")), start=c(90,.8)),
  "heterogeneous-ar1"=list(f=function(t) outer(t[1:4],t[1:4])*t[5]^lag, start=c(9,9,9,9,.7)),
  toeplitz=list(f=function(t) matrix(t[lag+1],4), start=c(90,60,58,55)),
  "heterogeneous-toeplitz"=list(f=function(t) outer(t[1:4],t[1:4])*matrix(c(1,t[5:7])[lag+1],4), start=c(9,9,9,9,.6,.6,.6)),
  "compound-symmetry"=list(f=function(t) t[1]*diag(4)+t[2], start=c(30,55)),
  "heterogeneous-compound-symmetry"=list(f=function(t) {R <- matrix(t[5],4,4); diag(R) <- 1; outer(t[1:4],t[1:4])*R}, start=c(9,9,9,9,.6)))
C <- rbind(c(0,1,0,0,0,0,0,0,0),c(0,1,0,0,0,0,1,0,0),c(0,1,0,0,0,0,0,1,0),c(0,1,0,0,0,0,0,0,1),c(0,1,0,0,0,0,.25,.25,.25)); colnames(C) <- colnames(X)
one <- function(s) {
  m2l <- function(t) { S <- s$f(t); if (any(!is.finite(S)) || min(eigen(S,only.values=TRUE)$values) < 1e-8) return(1e10); V <- full(S); R <- chol(V); Vi <- chol2inv(R); A <- t(X)%*%Vi%*%X; b <- solve(A,t(X)%*%Vi%*%y); r <- y-X%*%b
    2*sum(log(diag(R)))+as.numeric(determinant(A)$modulus)+sum(r*(Vi%*%r))+(n-p)*log(2*pi) }
  t <- optim(s$start,m2l,method="BFGS",control=list(reltol=1e-14,maxit=500,parscale=s$start))$par
  for (k in 1:4) { H <- hessian(m2l,t); t <- t-solve(H,grad(m2l,t)) }
  K <- length(t); V <- full(s$f(t)); W <- solve(V); Phi <- solve(t(X)%*%W%*%X); b <- Phi%*%t(X)%*%W%*%y; r <- as.numeric(y-X%*%b)
  J <- jacobian(function(u) as.numeric(s$f(u)),t); G <- lapply(1:K,function(k) full(matrix(J[,k],4)))
  H2 <- lapply(1:16,function(c) hessian(function(u) as.numeric(s$f(u))[c],t)); GG <- function(i,j) full(matrix(vapply(H2,function(h) h[i,j],0),4))
  P <- W-W%*%X%*%Phi%*%t(X)%*%W; PG <- lapply(G,function(g) P%*%g); IE <- matrix(0,K,K); for (i in 1:K) for (j in 1:K) IE[i,j] <- sum(PG[[i]]*t(PG[[j]])); WE <- 2*solve(IE); WO <- 2*solve(hessian(m2l,t))
  WX <- W%*%X; Pm <- lapply(G,function(g) -t(WX)%*%g%*%WX); L <- matrix(0,p,p)
  for (i in 1:K) for (j in 1:K) L <- L+WE[i,j]*(t(WX)%*%G[[i]]%*%W%*%G[[j]]%*%WX-Pm[[i]]%*%Phi%*%Pm[[j]]-t(WX)%*%GG(i,j)%*%WX/4)
  PhiA <- Phi+2*Phi%*%((L+t(L))/2)%*%Phi
  M <- matrix(0,p,p); for (i in unique(d$id)) { k <- which(d$id==i); u <- t(X[k,,drop=FALSE])%*%solve(V[k,k,drop=FALSE],r[k]); M <- M+u%*%t(u) }; San <- Phi%*%M%*%Phi
  dP <- lapply(G,function(g) Phi%*%t(WX)%*%g%*%WX%*%Phi)
  list(theta=t,logLik=-m2l(t)/2,beta=setNames(as.numeric(b),colnames(X)),tests=do.call(rbind,lapply(1:5,function(q) { l <- C[q,]; v <- sum(l*(Phi%*%l)); g <- vapply(dP,function(D) sum(l*(D%*%l)),0)
    data.frame(contrast=c("2","3","5","8","average")[q],estimate=sum(l*b),se=sqrt(v),satt_df=2*v^2/sum(g*(WO%*%g)),kr_se=sqrt(sum(l*(PhiA%*%l))),kr_df=2*v^2/sum(g*(WE%*%g)),sandwich_se=sqrt(sum(l*(San%*%l)))) }))) }
for (k in names(structures)) eval(bquote(ref(.(k),"btheb_long.csv",{},one(structures[[.(k)]]))))
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","05b_mmrm_structures","Mixed model for repeated measures, other covariance structures")
file.copy("../ref/visible/05b_mmrm_structures.json","../results/05b_mmrm_structures.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
