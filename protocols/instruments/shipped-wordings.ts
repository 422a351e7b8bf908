import type { Wording } from '../model/instrument';
import djg11En from './djg-11/wordings.en.json';
import djg6En from './djg-6/wordings.en.json';
import gad7Da from './gad-7/wordings.da.json';
import gad7En from './gad-7/wordings.en.json';
import gseEn from './gse/wordings.en.json';
import k6En from './k6/wordings.en.json';
import onsLonelinessEn from './ons-loneliness/wordings.en.json';
import ons4En from './ons4/wordings.en.json';
import pcl5En from './pcl-5/wordings.en.json';
import phq8Da from './phq-8/wordings.da.json';
import phq8En from './phq-8/wordings.en.json';
import phq9Da from './phq-9/wordings.da.json';
import phq9En from './phq-9/wordings.en.json';
import qpr15En from './qpr-15/wordings.en.json';
import resourceUseDa from './resource-use/wordings.da.json';
import resourceUseEn from './resource-use/wordings.en.json';
import rsesEn from './rses/wordings.en.json';
import tIlsDa from './t-ils/wordings.da.json';
import tIlsEn from './t-ils/wordings.en.json';
import who5Da from './who-5/wordings.da.json';
import who5En from './who-5/wordings.en.json';

// TypeScript reads words in JSON as any text, so the shapes are claimed here and proved against the schemas in the tests.
/** Every wording that ships. */
export const wordings = [
  djg11En,
  djg6En,
  gad7Da,
  gad7En,
  gseEn,
  k6En,
  onsLonelinessEn,
  ons4En,
  pcl5En,
  phq8Da,
  phq8En,
  phq9Da,
  phq9En,
  qpr15En,
  resourceUseDa,
  resourceUseEn,
  rsesEn,
  tIlsDa,
  tIlsEn,
  who5Da,
  who5En,
] as unknown as Wording[];
