## Quality-adjusted life years, costs and net benefit on simulated people; lm for what is exact, boot for what is resampled. Run from gen/. Writes the data beside the others.
source("lib.R"); suppressMessages(library(boot))
set.seed(20268); n<-160; arm<-rep(c("peer","usual"),n/2); site<-sample(c("north","south","west"),n,TRUE); own<-rnorm(n)
level <- function(shift) pmin(5,pmax(1,round(2.4-0.8*own-shift+rnorm(n,0,.8))))
eq <- do.call(cbind,lapply(c(0,3,12),function(month){ s<-if(month==0) 0 else ifelse(arm=="peer",.35,.1); x<-sapply(1:5,function(k) level(s)); colnames(x)<-paste0(c("mobility","selfcare","usual","pain","anxiety"),"_",month); x }))
d <- data.frame(id=1:n,arm=arm,site=site,eq,cost_pre=round(4000+900*rexp(n)),gp=rpois(n,4),home_hours=round(rexp(n,1/9)),psychiatric_days=rbinom(n,1,.15)*rpois(n,8),meetings=ifelse(arm=="peer",rbinom(n,10,.7),0))
for(v in c("anxiety_12","pain_3","home_hours")) d[[v]][sample(n,12)]<-NA
write.csv(d,"../data/sim_economics.csv",row.names=FALSE,quote=FALSE,na="")
dec <- rbind(c(0,.041,.054,.157,.220),c(0,.035,.050,.144,.209),c(0,.033,.040,.139,.174),c(0,.048,.094,.381,.537),c(0,.072,.191,.430,.618))
index <- function(d,month) Reduce(`-`,lapply(1:5,function(k) dec[k,][d[[paste0(c("mobility","selfcare","usual","pain","anxiety")[k],"_",month)]]]),1)
prep <- function(d){ d$arm<-factor(d$arm,c("usual","peer")); d$u0<-index(d,0); u3<-index(d,3); u12<-index(d,12); d$qaly<-.25*(d$u0+u3)/2+.75*(u3+u12)/2; d$cost<-150*d$gp+400*d$home_hours+3000*d$psychiatric_days+250*d$meetings; d }
full <- function(d) d[!is.na(d$qaly)&!is.na(d$cost),]
tab <- function(m,t="armpeer"){ s<-coef(summary(m))[t,]; ci<-confint(m)[t,]; list(estimate=s[[1]],se=s[[2]],df=m$df.residual,p=s[[4]],lo=ci[[1]],hi=ci[[2]],n=length(residuals(m))) }
ref("qaly","sim_economics.csv",{d<-prep(d)},list(adjusted=tab(lm(qaly~arm+u0+site,data=d)),unadjusted_for_site=tab(lm(qaly~arm+u0,data=d)),means=as.list(tapply(d$qaly,d$arm,mean,na.rm=TRUE))),note="Danish EQ-5D-5L value set, 0, 3 and 12 months")
ref("discounted_area","",{},{area<-function(t,u,r){f<-approxfun(t,u); y<-0:(ceiling(max(t))-1); sum(sapply(y,function(k) integrate(f,k,min(k+1,max(t)),subdivisions=2000,rel.tol=1e-10)$value/(1+r)^k))}; list(cases=list(list(times=c(0,.5,2.25),values=c(.4,.7,.6),rate=.035,area=area(c(0,.5,2.25),c(.4,.7,.6),.035)),list(times=c(0,1,3),values=c(-.1,.5,1),rate=.03,area=area(c(0,1,3),c(-.1,.5,1),.03)),list(times=c(0,.25,1),values=c(.4,.7,.6),rate=.03,area=area(c(0,.25,1),c(.4,.7,.6),.03))))},note="by numerical integration, tolerance 1e-10")
lam <- c(0,100000,200000,400000,800000)
ref("net_benefit","sim_economics.csv",{d<-full(prep(d))},{f<-function(x){q<-coef(lm(qaly~arm+u0+site+cost_pre,data=x))[["armpeer"]];k<-coef(lm(cost~arm+u0+site+cost_pre,data=x))[["armpeer"]];c(q,k)}; set.seed(20269); R<-4000; b<-boot(d,function(x,i) f(x[i,]),R=R,strata=d$arm); est<-f(d)
  list(n=nrow(d),effect=est[1],cost=est[2],effect_se=sd(b$t[,1]),cost_se=sd(b$t[,2]),R=R,thresholds=lam,net_benefit=lapply(lam,function(l){v<-l*b$t[,1]-b$t[,2]; p<-mean(v>0); s<-sort(v); dn<-density(v); mc<-function(q) sqrt(q*(1-q)/R)/approx(dn$x,dn$y,quantile(v,q))$y; list(threshold=l,estimate=l*est[1]-est[2],by_lm=coef(lm(I(l*qaly-cost)~arm+u0+site+cost_pre,data=d))[["armpeer"]],se=sd(v),lo=s[round((R+1)*.025)],hi=s[round((R+1)*.975)],lo_mc=mc(.025),hi_mc=mc(.975),acceptable=p)}),plane=list(ne=mean(b$t[,1]>0&b$t[,2]>0),se=mean(b$t[,1]>0&b$t[,2]<=0),nw=mean(b$t[,1]<=0&b$t[,2]>0),sw=mean(b$t[,1]<=0&b$t[,2]<=0))) },note="prices are inventions of this script: 150, 400, 3000, 250 a unit")
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","18_economics","Life years, costs and net benefit")
file.copy("../ref/visible/18_economics.json","../results/18_economics.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
