import type { MethodName } from '#protocols/model/analyses';
import { ancovaMethod } from './ancova';
import type { Method } from './method';
import { mixedMethod } from './mixed';
import { mmrmMethod } from './mmrm';
import { partiallyNestedMethod } from './partially-nested';
import { pooledMethod } from './pooled';
import { welchMethod } from './welch';

/** Every method an analyses file can name: its name in protocols/model/analyses.ts, its file here, a line in this switch. */
export function methodNamed(name: MethodName): Method {
  switch (name) {
    case 'ancova':
      return ancovaMethod;
    case 'mixed':
      return mixedMethod;
    case 'mmrm':
      return mmrmMethod;
    case 'partially-nested':
      return partiallyNestedMethod;
    case 'pooled':
      return pooledMethod;
    case 'welch':
      return welchMethod;
  }
}
