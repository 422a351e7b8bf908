## Standard errors the first set leaves out: omega by the delta method from a numerical expected information, kappa with linear weights by a numerical multinomial delta method. Run from gen/.
source("lib.R"); suppressMessages(library(numDeriv))
omega_se <- function(X,start){ X<-as.matrix(X[complete.cases(X),]); n<-nrow(X); k<-ncol(X); S<-cov(X)*(n-1)/n
  Sig<-function(p) tcrossprod(p[1:k])+diag(p[k+1:k]); F<-function(p){ s<-Sig(p); e<-eigen(s,TRUE,TRUE)$values; if(min(e)<=0) return(1e10); as.numeric(determinant(s)$modulus)+sum(diag(S%*%solve(s))) }
  o<-nlminb(start,F,control=list(iter.max=2000,eval.max=5000,rel.tol=1e-15,x.tol=1e-14)); p<-o$par; for(i in 1:5){ g<-numDeriv::grad(F,p); H<-numDeriv::hessian(F,p); p<-p-solve(H,g) }
  J<-numDeriv::jacobian(function(q) c(Sig(q)),p); W<-solve(Sig(p)); I<-n/2*t(J)%*%kronecker(W,W)%*%J; om<-function(p) sum(p[1:k])^2/(sum(p[1:k])^2+sum(p[k+1:k])); g<-numDeriv::grad(om,p); list(omega=om(p),se=sqrt(drop(t(g)%*%solve(I)%*%g)),chisq=n*(F(p)-as.numeric(determinant(S)$modulus)-k)) }
ref("omega_agreeableness","bfi.csv",{X<-rev_score(d[paste0("A",1:5)],"A1",7)},omega_se(X,c(.5,.7,.9,.7,.8,1.7,.8,.7,1.7,1)))
ref("omega_neuroticism","bfi.csv",{X<-d[paste0("N",1:5)]},omega_se(X,c(1.2,1.2,1.1,.9,.8,.8,.8,1.2,1.7,2)))
kap <- function(P,w){ r<-rowSums(P);c<-colSums(P);po<-sum(P*w);pe<-sum(outer(r,c)*w); (po-pe)/(1-pe) }
kap_se <- function(T,w){ n<-sum(T); P<-T/n; g<-numDeriv::grad(function(p) {M<-matrix(p,nrow(T)); kap(M/sum(M),w)},c(P)); p<-c(P); list(kappa=kap(P,w),se=sqrt(sum(p*g^2)-sum(p*g)^2)/sqrt(n)) }
ref("kappa_linear","bfi.csv",{x<-factor(d$N1,1:6);y<-factor(d$N2,1:6);T<-table(x,y);T<-matrix(T,6)},{w<-1-abs(outer(0:5,0:5,"-"))/5; list(none=kap_se(T,diag(6)),linear=kap_se(T,w),quadratic=kap_se(T,1-(outer(0:5,0:5,"-")/5)^2))})
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","14b_reliability_errors","Reliability: standard errors")
file.copy("../ref/visible/14b_reliability_errors.json","../results/14b_reliability_errors.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
