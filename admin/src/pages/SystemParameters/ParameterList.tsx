import * as React from 'react';
import { Box, Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useSearchParams } from 'react-router-dom';
import type { SystemParameter } from '../../../../contracts';
import { useErrorText, useSystemParametersQuery } from '../../api';
import { LoadFailed, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { findParameters } from './find';
import { ParameterDialog } from './ParameterDialog';
import { ParameterTable } from './ParameterTable';
import { Search } from './Search';
import { useAbout } from './use-about';

const Found = ({ parameters }: { parameters: readonly SystemParameter[] }) => {
  const text = useText();
  const aboutOf = useAbout();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const found = findParameters(parameters, q, aboutOf);
  const search = (wanted: string) => {
    const changed = new URLSearchParams(params);
    if (wanted) changed.set('q', wanted);
    else changed.delete('q');
    setParams(changed);
  };
  return (
    <>
      <Search key={q} q={q} onSearch={search} />
      {found.length === 0 ? (
        <EmptyStateLayout
          content={text('parameter.none', { q })}
          action={
            <Button variant="secondary" onClick={() => search('')}>
              {text('parameter.all')}
            </Button>
          }
        />
      ) : (
        <ParameterTable parameters={found} />
      )}
    </>
  );
};

/** Every parameter, the gateway's own and the developer's. */
export const ParameterList = () => {
  const text = useText();
  const errorText = useErrorText();
  const mayUpdate = useMay(PERMISSIONS.updateParameters);
  const { data: parameters, error, refetch } = useSystemParametersQuery(undefined);
  const [isAdding, setIsAdding] = React.useState(false);

  const body = () => {
    if (error && !parameters) {
      const message = `${text('parameter.error')}: ${errorText(error)}`;
      return <LoadFailed message={message} onRetry={() => void refetch()} />;
    }
    if (parameters) return <Found parameters={parameters} />;
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('parameter.loading')}</Loader>
      </Flex>
    );
  };

  return (
    <Page.Main>
      <Page.Title>{text('parameter.title')}</Page.Title>
      <Layouts.Header
        title={text('parameter.title')}
        subtitle={text('parameter.subtitle')}
        primaryAction={
          mayUpdate && (
            <Button startIcon={<Plus />} disabled={!parameters} onClick={() => setIsAdding(true)}>
              {text('parameter.add')}
            </Button>
          )
        }
      />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <SiteBanner />
          {body()}
        </Box>
      </Layouts.Content>
      {isAdding && parameters && (
        <ParameterDialog parameter={null} taken={parameters} onClose={() => setIsAdding(false)} />
      )}
    </Page.Main>
  );
};
