import type { MethodName } from '#protocols/model/analyses';
import { ancovaMethod } from './ancova';
import type { Method } from './method';
import { mmrmMethod } from './mmrm';
import { pooledMethod } from './pooled';
import { welchMethod } from './welch';

/** Every method an analyses file can name: its name in protocols/model/analyses.ts, its file here, a line in this switch. */
export function methodNamed(name: MethodName): Method {
  switch (name) {
    case 'ancova':
      return ancovaMethod;
    case 'mmrm':
      return mmrmMethod;
    case 'pooled':
      return pooledMethod;
    case 'welch':
      return welchMethod;
  }
}
