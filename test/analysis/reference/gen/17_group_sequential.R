## Boundaries by alpha spending, chances under a drift, conditional and predictive power, stagewise p: multivariate normal probabilities (mvtnorm). Run from gen/.
source("lib.R"); suppressMessages(library(mvtnorm))
## A box is the sum over its corners with signs, as TVPACK takes one-sided limits; upper tails are turned round by symmetry.
below <- function(up,S) if(any(up==-Inf)) 0 else {k<-is.finite(up); if(!any(k)) 1 else if(sum(k)==1) pnorm(up[k]/sqrt(S[k,k])) else as.numeric(pmvnorm(rep(-Inf,sum(k)),up[k]/sqrt(diag(S)[k]),corr=cov2cor(S[k,k]),algorithm=TVPACK(1e-15)))}
box <- function(lo,up,S){ f<-up==Inf; if(any(f)){ S[f,]<- -S[f,]; S[,f]<- -S[,f]; u<-ifelse(f,-lo,up); lo[f]<- -Inf; up<-u }
  k<-which(is.finite(lo)); s<-0; for(m in 0:(2^length(k)-1)){ on<-k[bitwAnd(m,2^(seq_along(k)-1))>0]; c<-up; c[on]<-lo[on]; s<-s+(-1)^length(on)*below(c,S) }; s }
prob <- function(lo,up,t,drift=0){ S<-outer(t,t,function(a,b) sqrt(pmin(a,b)/pmax(a,b))); m<-drift*sqrt(t)
  if(length(t)<=3) box(lo-m,up-m,S) else as.numeric(pmvnorm(lo-m,up-m,corr=S,algorithm=Miwa(4096))) }
spend <- function(kind,a,t) if(kind=="obrien-fleming") 2*pnorm(-qnorm(1-a/2)/sqrt(pmin(t,1))) else a*log(1+(exp(1)-1)*pmin(t,1))
bounds <- function(kind,alpha,sides,t,last=FALSE){ a<-alpha/sides; s<-spend(kind,a,t); if(last) s[length(s)]<-a; d<-diff(c(0,s)); z<-numeric()
  for(k in seq_along(t)){ up<-z; lo<-if(sides==2) -z else rep(-Inf,k-1)
    f<-function(x) if(k==1) pnorm(-x)-d[1] else prob(c(lo,x),c(up,Inf),t[1:k])-d[k]
    z[k]<-if(k==1) qnorm(1-d[1]) else uniroot(f,c(qnorm(1-d[k])-2,qnorm(1-d[k])+.1),tol=1e-13)$root }
  list(kind=kind,alpha=alpha,sides=sides,last=last,fractions=t,spent=s*sides,z=z) }
exits <- function(z,sides,t,drift) sapply(seq_along(t),function(k){ up<-z[seq_len(k-1)]; lo<-if(sides==2) -up else rep(-Inf,k-1); prob(c(lo,z[k]),c(up,Inf),t[1:k],drift) })
three <- list(c(1/3,2/3,1),c(.3,.45,.9),c(.5,1),c(.25,.6,1.1))
ref("boundaries_three_looks","",{},{g<-list(); for(t in three) for(k in c("obrien-fleming","pocock")) for(s in 1:2) g[[length(g)+1]]<-bounds(k,.025*s,s,t); g[[length(g)+1]]<-bounds("obrien-fleming",.05,2,c(.3,.45,.9),TRUE); g},note="TVPACK, abseps 1e-14; last: the final look spends all that is left")
ref("boundaries_five_looks","",{},{g<-list(); for(k in c("obrien-fleming","pocock")) for(s in 1:2) g[[length(g)+1]]<-bounds(k,.05,s,(1:5)/5); g},note="Miwa, 4096 steps: 1e-6")
ref("exits","",{},lapply(c(0,1.5,3.24),function(dr) list(drift=dr,obf=exits(bounds("obrien-fleming",.05,2,c(1/3,2/3,1))$z,2,c(1/3,2/3,1),dr),pocock=exits(bounds("pocock",.025,1,c(.3,.45,.9))$z,1,c(.3,.45,.9),dr))),note="chance of crossing upwards first at each look")
## From z at t: S_k - S_t is normal, mean drift (t_k - t), covariance min - t; a posterior of the drift adds v (t_i - t)(t_j - t).
cross <- function(z0,t0,b,t,drift,v=0){ m<-z0*sqrt(t0)+drift*(t-t0); V<-outer(t,t,pmin)-t0+v*outer(t-t0,t-t0); S<-sqrt(t)
  if(length(t)==1) return(pnorm(b*S,m,sqrt(V[1,1]),lower.tail=FALSE))
  pnorm(b[1]*S[1],m[1],sqrt(V[1,1]),lower.tail=FALSE)+box(c(-b[1]*S[1],b[2]*S[2])-m,c(b[1]*S[1],Inf)-m,V) }
ref("conditional","",{b<-bounds("obrien-fleming",.05,2,c(1/3,2/3,1))$z},{t<-c(2/3,1); z0<-1.2; t0<-1/3; post<-function(m0,s0){pr<-t0+1/s0^2; c((z0*sqrt(t0)+m0/s0^2)/pr,1/pr)}; p<-post(3.24,1.5)
  list(z=z0,fraction=t0,none=cross(z0,t0,b[2:3],t,0),seen=cross(z0,t0,b[2:3],t,z0/sqrt(t0)),planned=cross(z0,t0,b[2:3],t,3.24),predictive_flat=cross(z0,t0,b[2:3],t,z0/sqrt(t0),1/t0),predictive_prior=cross(z0,t0,b[2:3],t,p[1],p[2]),
  end_only=list(planned=cross(1.2,2/3,b[3],1,3.24),predictive_flat=cross(1.2,2/3,b[3],1,1.2/sqrt(2/3),1.5)))},note="O'Brien-Fleming, two-sided .05, z = 1.2 at a third; prior of the drift: mean 3.24, sd 1.5")
stage <- function(b,sides,t,z,drift){ k<-length(t); sum(exits(b[seq_len(k-1)],sides,t[seq_len(k-1)],drift))+{up<-b[seq_len(k-1)]; lo<-if(sides==2) -up else rep(-Inf,k-1); prob(c(lo,z),c(up,Inf),t,drift)} }
ref("stagewise","",{b<-bounds("obrien-fleming",.05,2,c(1/3,2/3,1))$z},lapply(list(c(2,2.7),c(3,2.1),c(3,.4)),function(q){ t<-(c(1/3,2/3,1))[1:q[1]]; f<-function(p) uniroot(function(x) stage(b,2,t,q[2],x)-p,c(-12,12),tol=1e-12)$root; p<-stage(b,2,t,q[2],0); list(look=q[1],z=q[2],p=2*min(p,1-p),lower=f(.025),estimate=f(.5),upper=f(.975))}),note="on the scale of the drift")
ref("published","",{},list(list(what="O'Brien-Fleming spending, five equal looks, two-sided .05",source="DeMets and Lan (1994), Statistics in Medicine 13, 1341-1352",kind="obrien-fleming",z=c(4.877,3.357,2.680,2.290,2.031)),list(what="Pocock spending, the same",source="as above",kind="pocock",z=c(2.438,2.427,2.410,2.397,2.386)),
  list(what="constant boundaries, 2 to 5 equal looks, two-sided .05",source="Jennison and Turnbull (2000), table 2.1",kind="constant",z=c(2.178,2.289,2.361,2.413)),list(what="boundaries falling as 1/sqrt(t): the last, 2 to 5 equal looks",source="Jennison and Turnbull (2000), table 2.3",kind="falling",z=c(1.977,2.004,2.024,2.040))),note="typed in, three decimals")
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","17_group_sequential","Group-sequential boundaries, conditional power, stagewise inference")
file.copy("../ref/visible/17_group_sequential.json","../results/17_group_sequential.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
