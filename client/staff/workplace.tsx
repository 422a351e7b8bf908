import { Navigate, Route, Routes, useParams } from 'react-router';
import { Shell } from './components/shell';
import { UnknownPage } from './components/unknown-page';
import { GrantContext, type SignedIn } from './grant';
import { PAGES_OF } from './pages-of';
import { paths, slugOf } from './paths';
import { PLACES_OF } from './places-of';

/** The pages of the grant that the address names; one the person does not hold leads back to the choice. */
export function Workplace({ signedIn }: { signedIn: SignedIn }) {
  const { trial, grant: slug } = useParams();
  const grant = signedIn.grants.find((held) => held.trial === trial && slugOf(held) === slug);
  if (!grant) return <Navigate to={paths.choose()} replace />;
  const [first] = PLACES_OF[grant.role];
  return (
    <GrantContext.Provider value={grant}>
      <Shell signedIn={signedIn}>
        <Routes>
          {first && <Route index element={<Navigate to={paths[first](grant)} replace />} />}
          {PAGES_OF[grant.role].map(([path, page]) => (
            <Route key={path} path={path} element={page} />
          ))}
          <Route path="*" element={<UnknownPage />} />
        </Routes>
      </Shell>
    </GrantContext.Provider>
  );
}
