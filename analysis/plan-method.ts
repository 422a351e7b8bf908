import type { PlanMethod } from '#protocols/model/estimate';
import type { Plan } from '#protocols/model/plan';

/**
 * The one method of an estimand: of a difference in means the plan's model, of risks and odds the regression that adjusts, or the table
 * where there is nothing to adjust for. A summary or a model without a line here does not compile.
 */
export function methodOf({ summary = 'difference-in-means', model, baseline, strata, covariates }: Plan): PlanMethod {
  const adjusts = baseline !== undefined || strata.length + covariates.length > 0;
  switch (summary) {
    case 'difference-in-means':
      return model;
    case 'risk-difference':
      return adjusts ? 'g-computation' : 'binary';
    case 'odds-ratio':
      return adjusts ? 'logistic' : 'binary';
  }
}
