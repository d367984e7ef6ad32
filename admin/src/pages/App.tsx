import { Page, type Permission } from '@strapi/strapi/admin';
import { Navigate, Outlet, Route, Routes } from 'react-router-dom';
import { ContentTypesProvider } from '../components';
import { PERMISSIONS, useMay } from '../permissions';
import { ConversationPage } from './Conversation';
import { InboxPage } from './Inbox';
import { ReceivedPage } from './Received';
import { ReceivedMailPage } from './ReceivedMail';

/** Pages for those who have a permission. */
const Guarded = ({ permission }: { permission: Permission }) => (
  <Page.Protect permissions={[permission]}>
    <Outlet />
  </Page.Protect>
);

/** Where *Mail* leads: to what was written to the user, or else to what came in. */
const First = () => <Navigate to={useMay(PERMISSIONS.readThreads) ? 'inbox' : 'received'} replace />;

/** *Mail* in the main menu, and the conversations that entries lead to. */
const App = () => (
  <ContentTypesProvider>
    <Routes>
      <Route index element={<First />} />
      <Route element={<Guarded permission={PERMISSIONS.readReceived} />}>
        <Route path="received" element={<ReceivedPage />} />
        <Route path="received/:documentId" element={<ReceivedMailPage />} />
      </Route>
      <Route element={<Guarded permission={PERMISSIONS.readThreads} />}>
        <Route path="inbox" element={<InboxPage />} />
        <Route path="conversations/:threadId" element={<ConversationPage />} />
      </Route>
      <Route path="*" element={<Page.Error />} />
    </Routes>
  </ContentTypesProvider>
);

export default App;
