import { Navigate, Route, Routes } from 'react-router';
import { useSession } from './api/session';
import { Broken } from './components/broken';
import { Loading } from './components/loading';
import { Account } from './pages/account';
import { ChooseGrant } from './pages/choose-grant';
import { Invitation } from './pages/invitation';
import { SignIn } from './pages/sign-in';
import { paths } from './paths';
import { ProofProvider } from './proof';
import type { SignedIn } from './grant';
import { Workplace } from './workplace';

/** Nobody signed in: the sign-in page, at whatever address. Otherwise the grant chosen, and its pages. */
export function App() {
  const { data: signedIn, error, isPending, refetch } = useSession();
  if (isPending) return <Loading />;
  if (error) return <Broken error={error} again={() => void refetch()} />;
  if (!signedIn) {
    return (
      <Routes>
        <Route path={paths.invitation()} element={<Invitation />} />
        <Route path="*" element={<SignIn />} />
      </Routes>
    );
  }
  return (
    <ProofProvider>
      <Pages signedIn={signedIn} />
    </ProofProvider>
  );
}

/** Until an account has the second factor that production asks for, its own page is the only one. */
function Pages({ signedIn }: { signedIn: SignedIn }) {
  if (signedIn.lacksFactor) {
    return (
      <Routes>
        <Route path={paths.invitation()} element={<Invitation />} />
        <Route path="*" element={<Account signedIn={signedIn} />} />
      </Routes>
    );
  }
  return (
    <Routes>
      <Route path={paths.invitation()} element={<Invitation />} />
      <Route path={paths.account()} element={<Account signedIn={signedIn} />} />
      <Route index element={<ChooseGrant signedIn={signedIn} />} />
      <Route path=":trial/:grant/*" element={<Workplace signedIn={signedIn} />} />
      <Route path="*" element={<Navigate to={paths.choose()} replace />} />
    </Routes>
  );
}
