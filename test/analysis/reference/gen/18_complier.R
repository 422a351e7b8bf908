## Complier-average effects: two-stage least squares (AER), robust errors (sandwich), Anderson-Rubin sets by inverting the regression test. Run from gen/. Writes the simulated data.
source("lib.R"); suppressMessages({library(AER);library(sandwich)})
set.seed(20269); n<-180; arm<-rep(c("usual","peer"),n/2); site<-sample(c("north","south","west"),n,TRUE); pre<-rnorm(n); will<-runif(n)+.15*pre; took<-as.integer(ifelse(arm=="peer",will>.35,will>.95)); y<-10+2*pre+(site=="south")+1.5*took+1.2*will+rnorm(n)*(1+.5*(arm=="peer")); sessions<-ifelse(took==1,sample(1:10,n,TRUE),0); group<-paste0("g",rep(1:30,each=6))
write.csv(data.frame(id=paste0("p",1:n),arm,site,pre=round(pre,4),took,sessions,group,y=round(y,4)),"../data/sim_compliance.csv",row.names=FALSE,quote=FALSE)
one <- function(d,D,W,cl=NULL){ d$A<-as.integer(d$arm=="peer"); d$D<-d[[D]]; w<-if(W=="") "" else paste("+",W); m<-AER::ivreg(as.formula(paste("y~D",w,"|A",w)),data=d); f<-lm(as.formula(paste("D~A",w)),d); r<-lm(as.formula(paste("y~A",w)),d)
  V<-list(model=vcov(m),HC0=vcovHC(m,type="HC0"),HC1=vcovHC(m,type="HC1")); fit<-function(k,lm) switch(k,model=vcov(lm),vcovHC(lm,type=k)); n<-nrow(d); df<-m$df.residual
  ar<-function(k){ st<-function(b) {z<-d$y-b*d$D; q<-lm(as.formula(paste("z~A",w)),cbind(d,z=z)); coef(q)[["A"]]^2/fit(k,q)["A","A"]-qt(.975,df)^2}; b<-coef(m)[["D"]]; c(uniroot(st,c(b-20,b),tol=1e-13)$root,uniroot(st,c(b,b+20),tol=1e-13)$root) }
  out<-list(estimate=coef(m)[["D"]],coefficients=as.list(coef(m)),df=df,itt=coef(r)[["A"]],first=coef(f)[["A"]],se=lapply(V,function(v) sqrt(v["D","D"])),first_F=list(model=coef(f)[["A"]]^2/vcov(f)["A","A"],HC0=coef(f)[["A"]]^2/vcovHC(f,type="HC0")["A","A"],HC1=coef(f)[["A"]]^2/vcovHC(f,type="HC1")["A","A"]),anderson_rubin=list(model=ar("model"),HC0=ar("HC0"),HC1=ar("HC1")))
  if(!is.null(cl)){ G<-length(unique(d[[cl]])); e<-residuals(m); X<-model.matrix(m,component="projected"); B<-solve(crossprod(X)); U<-rowsum(X*e,d[[cl]]); out$se_CR0<-sqrt((B%*%crossprod(U)%*%B)["D","D"]) }
  out }
ref("wald_ratio","sim_compliance.csv",{},one(d,"took",""),note="t with n - p degrees of freedom in the Anderson-Rubin set")
ref("adjusted","sim_compliance.csv",{},one(d,"took","pre+site","group"))
ref("sessions","sim_compliance.csv",{},one(d,"sessions","pre"))
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","18_complier","Complier-average effects by an instrument")
file.copy("../ref/visible/18_complier.json","../results/18_complier.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
