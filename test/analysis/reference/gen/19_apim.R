## Actor-partner models by generalised least squares (nlme), tightened; profile of df from numerical derivatives is left to 05. Run from gen/. Writes the simulated data.
source("lib.R"); suppressMessages(library(nlme))
set.seed(20270); n<-60; s<-rnorm(n); mk<-function(role,sd) data.frame(dyad=paste0("d",1:n),role=role,x=round(.4*s+rnorm(n),4),arm=rep(c("usual","peer"),n/2),sd=sd)
a<-mk("peer",1); b<-mk("supporter",1.6); u<-rnorm(n,sd=.7); a$y<-2+.8*a$x+.3*b$x+.5*(a$arm=="peer")+u+rnorm(n); b$y<-3+.4*b$x+.1*a$x+.5*(b$arm=="peer")-.4*u+rnorm(n,sd=1.5)
d<-rbind(a,b); d<-d[order(d$dyad,d$role),]; d$y<-round(d$y,4); d$partner<-NA; for(i in seq_len(nrow(d))) d$partner[i]<-d$x[d$dyad==d$dyad[i]&d$role!=d$role[i]]
write.csv(data.frame(id=paste0(d$dyad,d$role),d[c("dyad","role","arm","x","y")]),"../data/sim_dyads.csv",row.names=FALSE,quote=FALSE)
tell <- function(m,sd){ v<-getVarCov2(m); list(coefficients=as.list(coef(m)),se=as.list(sqrt(diag(vcov(m)))),variances=v$var,correlation=v$cor,logLik=as.numeric(logLik(m))) }
getVarCov2 <- function(m){ s<-m$sigma; f<-if(is.null(m$modelStruct$varStruct)) c(1,1) else {w<-coef(m$modelStruct$varStruct,unconstrained=FALSE,allCoef=TRUE); w[c("peer","supporter")]}; list(var=unname((s*f)^2),cor=unname(coef(m$modelStruct$corStruct,unconstrained=FALSE)[1])) }
ctl <- glsControl(tolerance=1e-12,msTol=1e-14,maxIter=500,msMaxIter=2000,opt="optim")
two <- function(d,meth) tell(gls(y~role+arm+x+p+role:x+role:p,d,correlation=corSymm(form=~i|dyad),weights=varIdent(form=~1|role),method=meth,control=ctl))
one <- function(d,meth) tell(gls(y~x+p,d,correlation=corCompSymm(form=~i|dyad),method=meth,control=ctl))
ref("distinguishable","sim_dyads.csv",{d$p<-NA; for(i in seq_len(nrow(d))) d$p[i]<-d$x[d$dyad==d$dyad[i]&d$role!=d$role[i]]; d$i<-as.integer(factor(d$role)); d$arm<-factor(d$arm,c("usual","peer"))},list(REML=two(d,"REML"),ML=two(d,"ML")),note="gls stops some 1e-5 short of the optimum")
ref("indistinguishable","sim_dyads.csv",{d$p<-NA; for(i in seq_len(nrow(d))) d$p[i]<-d$x[d$dyad==d$dyad[i]&d$role!=d$role[i]]; d$i<-as.integer(factor(d$role))},list(REML=one(d,"REML"),ML=one(d,"ML")))
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","19_apim","Actor-partner interdependence models")
file.copy("../ref/visible/19_apim.json","../results/19_apim.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
