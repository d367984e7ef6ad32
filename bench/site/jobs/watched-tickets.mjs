import { watched } from '../lib/watching.mjs';

/** The tickets that were watched for, once all are there. */
export default () => watched();
