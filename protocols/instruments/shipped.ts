import type { Instrument } from '../model/instrument';
import adultHope from './adult-hope/instrument.json';
import djg11 from './djg-11/instrument.json';
import djg6 from './djg-6/instrument.json';
import empowermentRogers from './empowerment-rogers/instrument.json';
import eq5d5l from './eq-5d-5l/instrument.json';
import gad7 from './gad-7/instrument.json';
import gse from './gse/instrument.json';
import herthHope from './herth-hope/instrument.json';
import hscl25 from './hscl-25/instrument.json';
import htq from './htq/instrument.json';
import iesR from './ies-r/instrument.json';
import inspire from './inspire/instrument.json';
import inspireO from './inspire-o/instrument.json';
import k10 from './k10/instrument.json';
import k6 from './k6/instrument.json';
import lsns6 from './lsns-6/instrument.json';
import mansa from './mansa/instrument.json';
import onsLoneliness from './ons-loneliness/instrument.json';
import ons4 from './ons4/instrument.json';
import pcl5 from './pcl-5/instrument.json';
import phq8 from './phq-8/instrument.json';
import phq9 from './phq-9/instrument.json';
import qpr15 from './qpr-15/instrument.json';
import rasDs from './ras-ds/instrument.json';
import rasR from './ras-r/instrument.json';
import reqol10 from './reqol-10/instrument.json';
import reqol20 from './reqol-20/instrument.json';
import resourceUse from './resource-use/instrument.json';
import rses from './rses/instrument.json';
import stateHope from './state-hope/instrument.json';
import swemwbs from './swemwbs/instrument.json';
import tIls from './t-ils/instrument.json';
import ucla20 from './ucla-20/instrument.json';
import who5 from './who-5/instrument.json';
import whodas12 from './whodas-12/instrument.json';
import whoqolBref from './whoqol-bref/instrument.json';
import wsas from './wsas/instrument.json';

// TypeScript reads words in JSON as any text, so the shapes are claimed here and proved against the schemas in the tests.
/** Every instrument that ships, in the order of its id. */
export const instruments = [
  adultHope,
  djg11,
  djg6,
  empowermentRogers,
  eq5d5l,
  gad7,
  gse,
  herthHope,
  hscl25,
  htq,
  iesR,
  inspire,
  inspireO,
  k10,
  k6,
  lsns6,
  mansa,
  onsLoneliness,
  ons4,
  pcl5,
  phq8,
  phq9,
  qpr15,
  rasDs,
  rasR,
  reqol10,
  reqol20,
  resourceUse,
  rses,
  stateHope,
  swemwbs,
  tIls,
  ucla20,
  who5,
  whodas12,
  whoqolBref,
  wsas,
] as unknown as Instrument[];
