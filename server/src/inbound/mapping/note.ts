import { MAPPING_NOTES } from '../../../../contracts';
import { writerOf } from '../../sentence';

/** What a person may want to know of what became of one attribute. */
export const note = writerOf(MAPPING_NOTES);
