import type { MethodName } from '#protocols/model/analyses';
import { ancovaMethod } from './ancova';
import { apimMethod } from './apim';
import { binaryMethod } from './binary';
import { bootstrapMethod } from './bootstrap';
import { costEffectivenessMethod } from './cost-effectiveness';
import { categoricalMethod } from './categorical';
import { countMethod } from './count';
import { coxMethod } from './cox';
import { complierMethod } from './complier';
import { describeMethod } from './describe';
import { disclosureMethod } from './disclosure';
import { dunnettMethod } from './dunnett';
import { equivalenceMethod } from './equivalence';
import { gComputationMethod } from './g-computation';
import { imputedMethod } from './imputed';
import { geeMethod } from './gee';
import { interimMethod } from './interim';
import { kaplanMeierMethod, restrictedMeanMethod } from './kaplan-meier';
import { logRankMethod } from './log-rank';
import { logisticMethod } from './logistic';
import { mcnemarMethod } from './mcnemar';
import type { Method } from './method';
import { mixedMethod } from './mixed';
import { mmrmMethod } from './mmrm';
import { modifiedPoissonMethod } from './modified-poisson';
import { multiplicityMethod } from './multiplicity';
import { onewayMethod, tukeyMethod } from './oneway';
import { brunnerMunzelMethod, cliffMethod, superiorityMethod } from './ordinal-effects';
import { friedmanMethod, jonckheereMethod } from './ordered-ranks';
import { pairedMethod } from './paired';
import { partiallyNestedMethod } from './partially-nested';
import { pooledMethod } from './pooled';
import { qalyMethod } from './qaly';
import { referenceBasedMethod } from './reference-based';
import { iccMethod, kappaMethod, reliabilityMethod } from './reliability';
import { permutationMethod } from './permutation';
import { proportionalOddsMethod } from './proportional-odds';
import { cohenMethod, glassMethod, hedgesMethod } from './standardised';
import { kruskalMethod, ranksMethod, signedRankMethod } from './ranks';
import { welchMethod } from './welch';

/** Every method an analyses file can name: its name in protocols/model/analyses.ts, its file here, a line in this switch. */
export function methodNamed(name: MethodName): Method {
  switch (name) {
    case 'ancova':
      return ancovaMethod;
    case 'apim':
      return apimMethod;
    case 'binary':
      return binaryMethod;
    case 'bootstrap':
      return bootstrapMethod;
    case 'brunner-munzel':
      return brunnerMunzelMethod;
    case 'cliff':
      return cliffMethod;
    case 'cohen':
      return cohenMethod;
    case 'complier':
      return complierMethod;
    case 'cost-effectiveness':
      return costEffectivenessMethod;
    case 'categorical':
      return categoricalMethod;
    case 'count':
      return countMethod;
    case 'cox':
      return coxMethod;
    case 'describe':
      return describeMethod;
    case 'disclosure':
      return disclosureMethod;
    case 'dunnett':
      return dunnettMethod;
    case 'friedman':
      return friedmanMethod;
    case 'equivalence':
      return equivalenceMethod;
    case 'g-computation':
      return gComputationMethod;
    case 'gee':
      return geeMethod;
    case 'glass':
      return glassMethod;
    case 'hedges':
      return hedgesMethod;
    case 'imputed':
      return imputedMethod(methodNamed);
    case 'icc':
      return iccMethod;
    case 'interim':
      return interimMethod;
    case 'kappa':
      return kappaMethod;
    case 'reliability':
      return reliabilityMethod;
    case 'jonckheere':
      return jonckheereMethod;
    case 'kaplan-meier':
      return kaplanMeierMethod;
    case 'log-rank':
      return logRankMethod;
    case 'logistic':
      return logisticMethod;
    case 'mcnemar':
      return mcnemarMethod;
    case 'mixed':
      return mixedMethod;
    case 'mmrm':
      return mmrmMethod;
    case 'modified-poisson':
      return modifiedPoissonMethod;
    case 'multiplicity':
      return multiplicityMethod;
    case 'oneway':
      return onewayMethod;
    case 'paired':
      return pairedMethod;
    case 'partially-nested':
      return partiallyNestedMethod;
    case 'pooled':
      return pooledMethod;
    case 'qaly':
      return qalyMethod;
    case 'reference-based':
      return referenceBasedMethod(methodNamed);
    case 'permutation':
      return permutationMethod;
    case 'proportional-odds':
      return proportionalOddsMethod;
    case 'superiority':
      return superiorityMethod;
    case 'kruskal':
      return kruskalMethod;
    case 'ranks':
      return ranksMethod;
    case 'restricted-mean':
      return restrictedMeanMethod;
    case 'signed-rank':
      return signedRankMethod;
    case 'tukey':
      return tukeyMethod;
    case 'welch':
      return welchMethod;
  }
}
