## Reference-based imputation. No package that does it is installed, so the joint distributions of Carpenter, Roger and Kenward (2013) are written out here,
## with dense matrices, and drawn by data augmentation with MASS and base R. Run from gen/.
source("lib.R"); suppressMessages(library(MASS))
## The joint mean and covariance of one person: own arm (m, S), reference arm (mr, Sr), visits 1..k seen.
joint <- function(strategy,m,S,mr,Sr,k){ p<-length(m); a<-seq_len(k); b<-setdiff(seq_len(p),a)
  if(strategy=="mar") return(list(mean=m,cov=S)); if(strategy=="copy-reference"||(strategy=="copy-increments"&&k==0)) return(list(mean=mr,cov=Sr))
  mean<-m; mean[b]<-if(strategy=="jump-to-reference") mr[b] else m[k]+mr[b]-mr[k]
  if(k==0) return(list(mean=mean,cov=Sr))
  B<-Sr[b,a,drop=FALSE]%*%solve(Sr[a,a,drop=FALSE]); C<-matrix(0,p,p); C[a,a]<-S[a,a]; C[b,a]<-B%*%S[a,a]; C[a,b]<-t(C[b,a]); C[b,b]<-Sr[b,b]-B%*%(Sr[a,a]-S[a,a])%*%t(B); list(mean=mean,cov=C) }
conditional <- function(j,y,k){ p<-length(j$mean); a<-seq_len(k); b<-(k+1):p; if(k==0) return(list(mean=j$mean,cov=j$cov)); B<-j$cov[b,a,drop=FALSE]%*%solve(j$cov[a,a,drop=FALSE]); list(mean=drop(j$mean[b]+B%*%(y[a]-j$mean[a])),cov=j$cov[b,b]-B%*%j$cov[a,b]) }
strategies <- c("mar","jump-to-reference","copy-reference","copy-increments")
ref("conditional_distributions","",{},{m<-c(21,18,15,13);mr<-c(20,20.5,19,18.5);S<-matrix(c(90,60,50,45,60,100,70,60,50,70,110,80,45,60,80,120),4);Sr<-matrix(c(80,40,35,30,40,95,50,45,35,50,100,60,30,45,60,105),4);y<-c(25,14,17,NA)
  list(own=list(mean=m,cov=S),reference=list(mean=mr,cov=Sr),y=y[1:3],cases=unlist(lapply(strategies,function(s) lapply(0:3,function(k){c0<-conditional(joint(s,m,S,mr,Sr,k),y,k); list(strategy=s,seen=k,mean=as.list(c0$mean),cov=unname(as.matrix(c0$cov)))})),recursive=FALSE))},note="the conditional distribution of what is not seen, from the joint one")
## One chain per arm: everything missing drawn given the parameters, then the parameters given everything.
chain <- function(Y,X,m,burn,thin){ n<-nrow(Y);p<-ncol(Y);q<-ncol(X); na<-is.na(Y); key<-apply(na,1,function(z) paste(which(z),collapse=",")); groups<-split(seq_len(n),key); groups<-groups[names(groups)!=""]
  for(j in 1:p) Y[na[,j],j]<-sample(Y[!na[,j],j],sum(na[,j]),replace=TRUE); XtX<-solve(crossprod(X)); P<-XtX%*%t(X); U<-chol(XtX); out<-vector("list",m)
  for(turn in 1:(burn+m*thin)){ Bh<-P%*%Y; R<-Y-X%*%Bh; S<-solve(rWishart(1,n-q,solve(crossprod(R)))[,,1]); B<-Bh+t(U)%*%matrix(rnorm(q*p),q)%*%chol(S); M<-X%*%B
    for(g in groups){ b<-which(na[g[1],]); a<-which(!na[g[1],]); if(length(a)==0){ mu<-M[g,b,drop=FALSE]; V<-S[b,b,drop=FALSE] } else { W<-S[b,a,drop=FALSE]%*%solve(S[a,a,drop=FALSE]); mu<-M[g,b,drop=FALSE]+(Y[g,a,drop=FALSE]-M[g,a,drop=FALSE])%*%t(W); V<-S[b,b,drop=FALSE]-W%*%S[a,b,drop=FALSE] }; Y[g,b]<-mu+matrix(rnorm(length(g)*length(b)),length(g))%*%chol(V) }
    if(turn>burn&&(turn-burn)%%thin==0) out[[(turn-burn)/thin]]<-list(Y=Y,B=B,S=S) }
  out }
vis <- c("bdi_2m","bdi_3m","bdi_5m","bdi_8m")
draws <- function(d,m=1500,burn=200,thin=15){ set.seed(20264); lapply(split(d,d$treatment),function(x) chain(as.matrix(x[,vis]),model.matrix(~bdi_pre+drug+length,x),m,burn,thin)) }
DRAWS <- NULL
analyse <- function(d,strategy){ d$drug<-factor(d$drug);d$length<-factor(d$length); if(is.null(DRAWS)) DRAWS<<-draws(d); arms<-names(DRAWS); m<-length(DRAWS[[1]]); set.seed(20265)
  r<-sapply(1:m,function(k){ x<-d; for(a in arms){ g<-which(d$treatment==a); own<-DRAWS[[a]][[k]]; Y<-own$Y; if(a!="TAU"){ X<-model.matrix(~bdi_pre+drug+length,d)[g,]; re<-DRAWS[["TAU"]][[k]]; last<-apply(d[g,vis],1,function(z) max(0,which(!is.na(z))))
      for(i in seq_along(g)) if(last[i]<4){ c0<-conditional(joint(strategy,drop(X[i,]%*%own$B),own$S,drop(X[i,]%*%re$B),re$S,last[i]),Y[i,],last[i]); b<-(last[i]+1):4; Y[i,b]<-c0$mean+drop(rnorm(length(b))%*%chol(c0$cov)) } }; x[g,vis]<-Y }; x$arm<-factor(x$treatment,c("TAU","BtheB")); f<-lm(bdi_8m~arm+bdi_pre+drug+length,data=x); c(coef(f)[["armBtheB"]],vcov(f)["armBtheB","armBtheB"]) })
  Q<-r[1,];U<-r[2,];b<-var(Q); list(m=m,estimate=mean(Q),estimate_mc_se=sqrt(b/m),within=mean(U),within_mc_se=sd(U)/sqrt(m),between=b,between_mc_se=sqrt(var((Q-mean(Q))^2)/m)) }
ref("btheb_mar","btheb_wide.csv",{},analyse(d,"mar"),note="1,500 draws of one chain, fifteen turns apart")
ref("btheb_jump_to_reference","btheb_wide.csv",{},analyse(d,"jump-to-reference"))
ref("btheb_copy_reference","btheb_wide.csv",{},analyse(d,"copy-reference"))
ref("btheb_copy_increments","btheb_wide.csv",{},analyse(d,"copy-increments"))
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","11c_reference_based","Reference-based imputation")
file.copy("../ref/visible/11c_reference_based.json","../results/11c_reference_based.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
