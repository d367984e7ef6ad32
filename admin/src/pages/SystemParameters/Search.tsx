import * as React from 'react';
import { Box, SearchForm, Searchbar } from '@strapi/design-system';
import { useText } from '../../i18n';

interface Props {
  /** What is searched for now. */
  q: string;
  onSearch: (q: string) => void;
}

/** Looks for a parameter by key, value or description. */
export const Search = ({ q, onSearch }: Props) => {
  const text = useText();
  const [typed, setTyped] = React.useState(q);
  return (
    <Box paddingBottom={4} maxWidth={{ initial: '100%', medium: '40rem' }}>
      <SearchForm
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed.trim());
        }}
      >
        <Searchbar
          name="q"
          size="S"
          value={typed}
          placeholder={text('parameter.search')}
          clearLabel={text('filter.search.clear')}
          onChange={(event) => setTyped(event.target.value)}
          onClear={() => {
            setTyped('');
            onSearch('');
          }}
        >
          {text('parameter.search')}
        </Searchbar>
      </SearchForm>
    </Box>
  );
};
