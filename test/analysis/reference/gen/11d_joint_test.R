## The joint test of several arms over completed datasets (D1, Reiter's degrees of freedom), by mice and mitml. Run from gen/.
source("lib.R"); suppressMessages({library(mice);library(mitml)})
ref("btheb_four_arms","mi_btheb_m10.csv",{d$arm<-factor(paste(d$treatment,d$length),levels=c("TAU <6m","TAU >6m","BtheB <6m","BtheB >6m")); S<-split(d,d$imp)},{f<-lapply(S,function(x) lm(bdi_8m~arm+bdi_pre+drug,data=x)); g<-lapply(S,function(x) lm(bdi_8m~bdi_pre+drug,data=x)); z<-D1(as.mira(f),as.mira(g)); w<-testModels(f,g,method="D1"); list(small_sample=as.list(setNames(as.vector(z$result),c("F","df1","df2","p","riv"))),large_sample=as.list(setNames(as.vector(w$test),c("F","df1","df2","p","riv"))))},note="large_sample: without complete-data degrees of freedom (Li, Raghunathan and Rubin)")
dir.create("../ref/visible",recursive=TRUE,showWarnings=FALSE)
finish("visible","11d_joint_test","Joint test over completed datasets")
file.copy("../ref/visible/11d_joint_test.json","../results/11d_joint_test.json",overwrite=TRUE); unlink("../ref",recursive=TRUE)
