import { Page, type Permission } from '@strapi/strapi/admin';
import { Navigate, Outlet, Route, Routes } from 'react-router-dom';
import { ContentTypesProvider } from '../components';
import { PERMISSIONS } from '../permissions';
import { ConversationPage } from './Conversation';
import { ReceivedPage } from './Received';
import { ReceivedMailPage } from './ReceivedMail';

/** Pages for those who have a permission. */
const Guarded = ({ permission }: { permission: Permission }) => (
  <Page.Protect permissions={[permission]}>
    <Outlet />
  </Page.Protect>
);

/** *Mail* in the main menu, and the conversations that entries lead to. */
const App = () => (
  <ContentTypesProvider>
    <Routes>
      <Route index element={<Navigate to="received" replace />} />
      <Route element={<Guarded permission={PERMISSIONS.readReceived} />}>
        <Route path="received" element={<ReceivedPage />} />
        <Route path="received/:documentId" element={<ReceivedMailPage />} />
      </Route>
      <Route element={<Guarded permission={PERMISSIONS.readThreads} />}>
        <Route path="conversations/:threadId" element={<ConversationPage />} />
      </Route>
      <Route path="*" element={<Page.Error />} />
    </Routes>
  </ContentTypesProvider>
);

export default App;
