import * as React from 'react';
import {
  Box,
  Button,
  Flex,
  SearchForm,
  Searchbar,
  SingleSelect,
  SingleSelectOption,
} from '@strapi/design-system';
import { useIncomingServersQuery } from '../../api';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { GROUPS, reasonsOf } from '../../words';
import { Days } from './DayFilter';
import type { ListQuery } from './useListQuery';

/** The value of an option that filters nothing: a select has no empty one. */
const ANY = 'any';

interface ChoiceProps {
  label: string;
  any: string;
  value: string | null;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | null) => void;
}

const Choice = ({ label, any, value, options, onChange }: ChoiceProps) => (
  <Box minWidth="20rem" width={{ initial: '100%', medium: 'auto' }}>
    <SingleSelect
      aria-label={label}
      size="S"
      value={value ?? ANY}
      onChange={(chosen) => onChange(chosen === ANY ? null : String(chosen))}
    >
      {[{ value: ANY, label: any }, ...options].map((option) => (
        <SingleSelectOption key={option.value} value={option.value}>
          {option.label}
        </SingleSelectOption>
      ))}
    </SingleSelect>
  </Box>
);

const Search = ({ list }: { list: ListQuery }) => {
  const text = useText();
  const [typed, setTyped] = React.useState(list.q ?? '');
  const [searched, setSearched] = React.useState(list.q);
  if (searched !== list.q) {
    // Another query came from outside: *back*, or *Clear filters*.
    setSearched(list.q);
    setTyped(list.q ?? '');
  }

  return (
    <Box flex="1 1 24rem" maxWidth={{ initial: '100%', medium: '40rem' }}>
      <SearchForm
        onSubmit={(event) => {
          event.preventDefault();
          list.filter({ q: typed.trim() || null });
        }}
      >
        <Searchbar
          name="q"
          size="S"
          value={typed}
          placeholder={text('filter.search')}
          clearLabel={text('filter.search.clear')}
          onChange={(event) => setTyped(event.target.value)}
          onClear={() => {
            setTyped('');
            list.filter({ q: null });
          }}
        >
          {text('filter.search')}
        </Searchbar>
      </SearchForm>
    </Box>
  );
};

const ServerChoice = ({ list }: { list: ListQuery }) => {
  const text = useText();
  const mayRead = useMay(PERMISSIONS.readServers);
  const { data: servers = [] } = useIncomingServersQuery(undefined, { skip: !mayRead });
  // With one mailbox there is nothing to choose.
  if (servers.length < 2 && list.server === null) return null;
  return (
    <Choice
      label={text('filter.server')}
      any={text('filter.server.any')}
      value={list.server}
      options={servers.map(({ documentId, name }) => ({ value: documentId, label: name }))}
      onChange={(server) => list.filter({ server })}
    />
  );
};

/** Narrows the list down. */
export const Filters = ({ list }: { list: ListQuery }) => {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap" paddingBottom={4}>
      <Search list={list} />
      <Choice
        label={text('filter.group')}
        any={text('filter.group.any')}
        value={list.group}
        options={GROUPS.map((group) => ({ value: group, label: text(`filter.group.${group}`) }))}
        // A reason belongs to a state.
        onChange={(state) => list.filter({ state, reason: null })}
      />
      <Choice
        label={text('filter.reason')}
        any={text('filter.reason.any')}
        value={list.reason}
        options={reasonsOf(list.group).map((reason) => ({ value: reason, label: text(`reason.${reason}`) }))}
        onChange={(reason) => list.filter({ reason })}
      />
      <ServerChoice list={list} />
      <Days list={list} />
      {list.isFiltered && (
        <Button variant="ghost" size="S" onClick={list.clear}>
          {text('filter.clear')}
        </Button>
      )}
    </Flex>
  );
};
