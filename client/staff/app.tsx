import { Navigate, Route, Routes } from 'react-router';
import { useSession } from './api/session';
import { Broken } from './components/broken';
import { Loading } from './components/loading';
import { ChooseGrant } from './pages/choose-grant';
import { SignIn } from './pages/sign-in';
import { paths } from './paths';
import { Workplace } from './workplace';

/** Nobody signed in: the sign-in page, at whatever address. Otherwise the grant chosen, and its pages. */
export function App() {
  const { data: signedIn, error, isPending, refetch } = useSession();
  if (isPending) return <Loading />;
  if (error) return <Broken error={error} again={() => void refetch()} />;
  if (!signedIn) return <SignIn />;
  return (
    <Routes>
      <Route index element={<ChooseGrant signedIn={signedIn} />} />
      <Route path=":trial/:grant/*" element={<Workplace signedIn={signedIn} />} />
      <Route path="*" element={<Navigate to={paths.choose()} replace />} />
    </Routes>
  );
}
