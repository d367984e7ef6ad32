import { CONNECTION_STEPS } from '../../../../../contracts';
import { writerOf } from '../../../sentence';

/** What is done at a mailbox. */
export const doing = writerOf(CONNECTION_STEPS);
