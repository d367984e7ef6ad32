import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { ContentTypesProvider } from '../../components';
import { PERMISSIONS } from '../../permissions';
import { AddPage } from './AddPage';
import { EditPage } from './EditPage';
import { ListPage } from './ListPage';

/** *Settings → Mail Gateway → Aliases*. */
export const AliasesApp = () => (
  <Page.Protect permissions={[PERMISSIONS.readAliases]}>
    <ContentTypesProvider>
      <Routes>
        <Route index element={<ListPage />} />
        <Route path="add" element={<AddPage />} />
        <Route path=":documentId" element={<EditPage />} />
        <Route path="*" element={<Page.Error />} />
      </Routes>
    </ContentTypesProvider>
  </Page.Protect>
);
