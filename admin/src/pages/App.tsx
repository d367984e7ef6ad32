import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { ContentTypesProvider } from '../components';
import { PERMISSIONS } from '../permissions';
import { ReceivedPage } from './Received';
import { ReceivedMailPage } from './ReceivedMail';

/** *Mail* in the main menu. */
const App = () => (
  <Page.Protect permissions={[PERMISSIONS.readReceived]}>
    <ContentTypesProvider>
      <Routes>
        <Route index element={<Navigate to="received" replace />} />
        <Route path="received" element={<ReceivedPage />} />
        <Route path="received/:documentId" element={<ReceivedMailPage />} />
        <Route path="*" element={<Page.Error />} />
      </Routes>
    </ContentTypesProvider>
  </Page.Protect>
);

export default App;
