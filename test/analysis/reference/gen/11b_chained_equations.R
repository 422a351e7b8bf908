## What mice draws by chained equations, in each arm by itself: pooled estimate and its parts over many imputations, with their Monte Carlo errors.
## Ordinal and logistic draws by a proportional-odds model whose parameters are drawn, too (mice's own polr method draws none). Run from gen/.
source("lib.R"); suppressMessages({library(mice);library(MASS)})
pooled <- function(fits,term){ Q<-sapply(fits,function(f) coef(f)[[term]]); U<-sapply(fits,function(f) vcov(f)[term,term]); m<-length(Q); b<-var(Q)
  list(m=m,estimate=mean(Q),estimate_mc_se=sqrt(b/m),within=mean(U),within_mc_se=sd(U)/sqrt(m),between=b,between_mc_se=sqrt(var((Q-mean(Q))^2)/m)) }
byarm <- function(d,arm,keep,method,m,turns,seed){ out<-lapply(split(d,d[[arm]]),function(x){ mi<-mice(x[,keep],m=m,maxit=turns,method=method,seed=seed,printFlag=FALSE,ridge=0); lapply(1:m,function(k) cbind(complete(mi,k),arm=x[[arm]])) }); lapply(1:m,function(k) do.call(rbind,lapply(out,`[[`,k))) }
keep <- c("drug","length","bdi_pre","bdi_2m","bdi_3m","bdi_5m","bdi_8m")
prep <- function(d){ d$drug<-factor(d$drug); d$length<-factor(d$length); d }
SETS <- list()
go <- function(d,method,m=400) { if(is.null(SETS[[method]])) SETS[[method]]<<-lapply(byarm(prep(d),"treatment",keep,method,m,5,20261),function(x){x$arm<-factor(x$arm,c("TAU","BtheB")); x}); SETS[[method]] }
ref("btheb_normal_by_arm","btheb_wide.csv",{},{S<-go(d,"norm"); pooled(lapply(S,function(x) lm(bdi_8m~arm+bdi_pre+drug+length,data=x)),"armBtheB")},note="mice, method norm, ridge 0, five turns, 400 imputations")
ref("btheb_pmm_by_arm","btheb_wide.csv",{},{S<-go(d,"pmm"); pooled(lapply(S,function(x) lm(bdi_8m~arm+bdi_pre+drug+length,data=x)),"armBtheB")},note="mice, method pmm (five donors), five turns, 400 imputations")
ref("btheb_normal_logistic_analysis","btheb_wide.csv",{},{S<-go(d,"norm"); pooled(lapply(S,function(x){x$y<-as.integer(x$bdi_8m<14); glm(y~arm+bdi_pre,data=x,family=binomial)}),"armBtheB")},note="the same imputations, log odds of fewer than 14 points")
## One incomplete binary and one incomplete ordinal variable, drawn from complete predictors: no chain is needed. The light pseudo-rows of White, Daniel and
## Royston (2010) as we lay them: each category at each predictor's mean and a standard deviation (divisor n) to either side, p + 1 in weight together.
augmented <- function(x,y,vars){ z<-x[!is.na(x[[y]]),c(y,vars)]; z$w<-1; p<-length(vars); cats<-sort(unique(z[[y]])); mid<-sapply(vars,function(v) mean(z[[v]])); sdn<-sapply(vars,function(v) sqrt(mean((z[[v]]-mean(z[[v]]))^2))); for(v in vars) for(s in c(-1,1)) for(k in cats){r<-z[1,]; r[vars]<-mid; r[[v]]<-mid[[v]]+s*sdn[[v]]; r[[y]]<-k; r$w<-(p+1)/(2*p*length(cats)); z<-rbind(z,r)}; z }
ref("btheb_binary_outcome","btheb_wide.csv",{d<-d[!is.na(d$bdi_2m),]; d$well<-as.integer(d$bdi_8m<14)},{set.seed(20262); d$arm<-factor(d$treatment,c("TAU","BtheB")); m<-2000
  fits<-lapply(split(d,d$arm),function(x) suppressWarnings(glm(well~bdi_pre+bdi_2m,data=augmented(x,"well",c("bdi_pre","bdi_2m")),family=binomial,weights=w)))
  pooled(lapply(1:m,function(k){x<-d; for(a in levels(d$arm)){f<-fits[[a]]; b<-mvrnorm(1,coef(f),vcov(f)); at<-which(is.na(x$well)&x$arm==a); x$well[at]<-rbinom(length(at),1,plogis(model.matrix(~bdi_pre+bdi_2m,x[at,])%*%b))}; lm(well~arm+bdi_pre,data=x)}),"armBtheB")},note="glm with pseudo-rows, coefficients drawn")
ref("btheb_ordinal_outcome","btheb_wide.csv",{d<-d[!is.na(d$bdi_2m),]; d$grade<-cut(d$bdi_8m,c(-Inf,9,18,29,Inf),labels=FALSE)},{set.seed(20263); d$arm<-factor(d$treatment,c("TAU","BtheB")); m<-2000
  fits<-lapply(split(d,d$arm),function(x){z<-augmented(x,"grade",c("bdi_pre","bdi_2m")); z$g<-factor(z$grade); polr(g~bdi_pre+bdi_2m,data=z,weights=w,Hess=TRUE)})
  pooled(lapply(1:m,function(k){x<-d; for(a in levels(d$arm)){f<-fits[[a]]; p<-length(coef(f)); th<-c(coef(f),f$zeta); repeat{b<-mvrnorm(1,th,vcov(f)); if(!is.unsorted(b[-(1:p)])) break}; codes<-as.integer(f$lev); at<-which(is.na(x$grade)&x$arm==a); eta<-as.matrix(x[at,c("bdi_pre","bdi_2m")])%*%b[1:p]; cum<-sapply(b[-(1:p)],function(z) plogis(z-eta)); x$grade[at]<-codes[1+rowSums(runif(length(at))>cum)]}; lm(grade~arm+bdi_pre,data=x)}),"armBtheB")},note="proportional odds (polr) with pseudo-rows, thresholds and slopes drawn")
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","11b_chained_equations","Imputation by chained equations, by distribution")
file.copy("../ref/visible/11b_chained_equations.json","../results/11b_chained_equations.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
