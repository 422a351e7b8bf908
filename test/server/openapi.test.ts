import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApi } from '#server/http/open-api';
import { ROUTES } from '#server/routes';

const FILE = join(__dirname, '..', '..', 'server', 'contract', 'openapi.json');

describe('the printed contract', () => {
  const promises = ROUTES.map(({ promise }) => promise);

  it('is the one on file: a changed promise shows in review', () => {
    // After a change that is meant: npm run -s lodtraek -- openapi > server/contract/openapi.json
    expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApi(promises))));
  });

  it('names every operation and every address once', () => {
    expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length);
    expect(new Set(promises.map(({ method, path }) => `${method} ${path}`)).size).toBe(promises.length);
  });

  it('promises every refusal that the way to a service may bring', () => {
    const lacking = promises.filter(({ who, problems }) => {
      const told: readonly string[] = problems;
      const needed =
        who === 'anyone'
          ? []
          : who === 'participant'
            ? ['paused']
            : who === 'staff'
              ? ['signed-out']
              : ['signed-out', 'not-found', 'role-missing'];
      return needed.some((problem) => !told.includes(problem));
    });
    expect(lacking.map(({ id }) => id)).toEqual([]);
  });
});
