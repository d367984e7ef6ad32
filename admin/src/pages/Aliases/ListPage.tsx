import { Box, Button, EmptyStateLayout, Flex, Loader, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Layouts, Page } from '@strapi/strapi/admin';
import { Link, useSearchParams } from 'react-router-dom';
import { useAliasesQuery, useErrorText } from '../../api';
import { LoadFailed, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { AliasTable } from './AliasTable';
import { Destination } from './Destination';

const Add = () => {
  const text = useText();
  return (
    <Button tag={Link} to="add" startIcon={<Plus />}>
      {text('alias.add')}
    </Button>
  );
};

/** Only sites with very many aliases have a second page. */
const Pages = ({ page, pageCount }: { page: number; pageCount: number }) => {
  const text = useText();
  const [params, setParams] = useSearchParams();
  if (pageCount < 2) return null;
  const goTo = (wanted: number) => {
    const changed = new URLSearchParams(params);
    changed.set('page', String(wanted));
    setParams(changed);
  };
  return (
    <Flex gap={3} paddingTop={4} justifyContent="center">
      <Button variant="tertiary" size="S" disabled={page <= 1} onClick={() => goTo(page - 1)}>
        {text('alias.pages.back')}
      </Button>
      <Typography variant="pi" textColor="neutral600">
        {text('alias.pages', { page, pageCount })}
      </Typography>
      <Button variant="tertiary" size="S" disabled={page >= pageCount} onClick={() => goTo(page + 1)}>
        {text('alias.pages.next')}
      </Button>
    </Flex>
  );
};

const Body = () => {
  const text = useText();
  const errorText = useErrorText();
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  const [params] = useSearchParams();
  const wanted = Math.max(Math.floor(Number(params.get('page'))) || 1, 1);
  const { data: answer, error, refetch } = useAliasesQuery(wanted);

  if (error) {
    return (
      <LoadFailed message={`${text('alias.error')}: ${errorText(error)}`} onRetry={() => void refetch()} />
    );
  }
  if (!answer) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('alias.loading')}</Loader>
      </Flex>
    );
  }
  const { page, pageCount, total } = answer.meta.pagination;
  if (total === 0) {
    return (
      <EmptyStateLayout
        icon={<EmptyDocuments width="16rem" height="8.8rem" />}
        content={`${text('alias.empty.title')}. ${text('alias.empty')}`}
        action={mayUpdate && <Add />}
      />
    );
  }
  return (
    <>
      <AliasTable aliases={answer.data} />
      <Pages page={page} pageCount={pageCount} />
    </>
  );
};

/** The addresses whose mail becomes entries. */
export const ListPage = () => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  return (
    <Page.Main>
      <Page.Title>{text('alias.title')}</Page.Title>
      <Layouts.Header
        title={text('alias.title')}
        subtitle={text('alias.subtitle')}
        primaryAction={mayUpdate && <Add />}
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <SiteBanner />
          <Flex direction="column" alignItems="stretch" gap={6}>
            <Destination />
            <Box>
              <Body />
            </Box>
          </Flex>
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
