## The bootstrap of a covariance analysis, people drawn within their arm, by the boot package; and its limits from replicates that are stored. Run from gen/.
source("lib.R"); suppressMessages(library(boot))
f <- function(x) coef(lm(bdi_8m~arm+bdi_pre+drug+length,data=x))[["armBtheB"]]
prep <- function(d){ d<-d[!is.na(d$bdi_8m),]; d$arm<-factor(d$treatment,c("TAU","BtheB")); d }
ref("btheb_8m_ancova","btheb_wide.csv",{d<-prep(d)},{set.seed(20266); b<-boot(d,function(x,i) f(x[i,]),R=4000,strata=d$arm); ci<-boot.ci(b,type=c("perc","norm")); q<-function(p,r=4000){s<-sort(b$t[,1]); k<-(r+1)*p; dn<-density(b$t[,1]); h<-approx(dn$x,dn$y,quantile(b$t[,1],p))$y; sqrt(p*(1-p)/r)/h}
  list(R=4000,estimate=b$t0,standard_error=sd(b$t[,1]),standard_error_mc=sd(b$t[,1])/sqrt(2*4000),bias=mean(b$t[,1])-b$t0,percentile=ci$percent[4:5],percentile_mc=c(q(.025),q(.975)))},note="Monte Carlo errors of the limits from the density of the replicates")
ref("limits_from_replicates","btheb_wide.csv",{d<-prep(d)},{set.seed(20267); b<-boot(d,function(x,i) f(x[i,]),R=999,strata=d$arm); L<-sapply(seq_len(nrow(d)),function(i) f(d[-i,])); L<-mean(L)-L
  list(t0=b$t0,t=b$t[,1],acceleration=sum(L^3)/(6*sum(L^2)^1.5),percentile=boot.ci(b,type="perc")$percent[4:5],normal=boot.ci(b,type="norm")$normal[2:3],bca=boot.ci(b,type="bca",L=L)$bca[4:5],bca90=boot.ci(b,type="bca",conf=.9,L=L)$bca[4:5])},note="L: mean of the leave-one-out estimates less each")
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","17_bootstrap","Bootstrap of a covariance analysis")
file.copy("../ref/visible/17_bootstrap.json","../results/17_bootstrap.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
