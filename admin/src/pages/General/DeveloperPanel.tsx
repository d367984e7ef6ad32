import { Field, Flex, Link, Toggle } from '@strapi/design-system';
import { useForm } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import { Panel } from '../../components';
import { useDeveloperMode } from '../../developer';
import { useText } from '../../i18n';

/** Shows what only developers look for, to the user, in this browser. Not part of what is saved. */
export const DeveloperPanel = () => {
  const text = useText();
  const isHeld = useForm('DeveloperPanel', (form) => form.modified);
  const { isOn, turn } = useDeveloperMode({ isHeld });
  return (
    <Panel title={text('developer.title')}>
      <Field.Root name="developerMode" hint={text('developer.hint')} maxWidth="60rem">
        <Field.Label>{text('developer.mode')}</Field.Label>
        <Flex maxWidth="320px" alignItems="stretch" direction="column">
          <Toggle
            checked={isOn}
            onLabel={text('developer.on')}
            offLabel={text('developer.off')}
            onChange={(event) => turn(event.target.checked)}
          />
        </Flex>
        <Field.Hint />
      </Field.Root>
      {isOn && (
        <Flex>
          <Link tag={RouterLink} to="../mail-gateway/system-parameters">
            {text('developer.open')}
          </Link>
        </Flex>
      )}
    </Panel>
  );
};
