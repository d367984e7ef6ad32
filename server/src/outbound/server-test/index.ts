export { diagnose, type Problem } from './diagnose';
export {
  createServerTest,
  type ServerTest,
  type ServerTestResult,
  type TestedServer,
  type TestStep,
} from './server-test';
