import type { Database, Expression } from '../../storage';

/** When a claim that is made or renewed now ends, by the database's clock. @param takeOverMs milliseconds that it lasts. */
export const claimUntil = (database: Pick<Database, 'nowExpression'>, takeOverMs: number): Expression =>
  database.nowExpression().wrap('(', ` + ${takeOverMs})`);
