import type * as React from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form, Layouts, Page, type FormHelpers } from '@strapi/strapi/admin';
import { useText } from '../i18n';
import { SettingsBack } from './SettingsBack';

interface Props<Held extends object> {
  title: string;
  subtitle?: string;
  /** Whether nothing is saved yet. */
  isNew: boolean;
  /** Whether saving makes sense although nothing was changed. */
  maySaveUnchanged?: boolean;
  /** Otherwise it can only be looked at. */
  mayUpdate: boolean;
  initialValues: Held;
  onSubmit: (values: Held, helpers: FormHelpers<Held>) => void | Promise<void>;
  /** Beside the title, for who may update. */
  actions?: React.ReactNode;
  /** Deletes what is saved, for who may update. */
  remove?: React.ReactNode;
  children: React.ReactNode;
}

/** The page of one thing that is set up: its form, with the guard against lost changes. */
export const FormPage = <Held extends object>({
  title,
  subtitle,
  isNew,
  maySaveUnchanged = false,
  mayUpdate,
  initialValues,
  onSubmit,
  actions,
  remove,
  children,
}: Props<Held>) => {
  const text = useText();
  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Form<Held>
        method={isNew ? 'POST' : 'PUT'}
        disabled={!mayUpdate}
        initialValues={initialValues}
        onSubmit={onSubmit}
      >
        {({ isSubmitting, modified }) => (
          <>
            <Layouts.Header
              title={title}
              subtitle={subtitle}
              navigationAction={<SettingsBack />}
              secondaryAction={mayUpdate && actions}
              primaryAction={
                mayUpdate && (
                  <Flex gap={2} wrap="wrap">
                    {remove}
                    <Button
                      type="submit"
                      startIcon={<Check />}
                      loading={isSubmitting}
                      disabled={!isNew && !maySaveUnchanged && !modified}
                    >
                      {text('action.save')}
                    </Button>
                  </Flex>
                )
              }
            />
            <Layouts.Content>
              <Box paddingBottom={10}>{children}</Box>
            </Layouts.Content>
            <Blocker />
          </>
        )}
      </Form>
    </Page.Main>
  );
};
