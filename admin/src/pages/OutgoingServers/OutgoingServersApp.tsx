import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { PERMISSIONS } from '../../permissions';
import { AddPage } from './AddPage';
import { EditPage } from './EditPage';
import { ListPage } from './ListPage';

/** *Settings → Mail Gateway → Outgoing servers*. */
export const OutgoingServersApp = () => (
  <Page.Protect permissions={[PERMISSIONS.readServers]}>
    <Routes>
      <Route index element={<ListPage />} />
      <Route path="add" element={<AddPage />} />
      <Route path=":documentId" element={<EditPage />} />
      <Route path="*" element={<Page.Error />} />
    </Routes>
  </Page.Protect>
);
