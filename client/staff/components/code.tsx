import { showCode } from '../../shared/format';

/** A participant's code in groups of three. */
export function Code({ code }: { code: string }) {
  return <span className="code">{showCode(code)}</span>;
}
