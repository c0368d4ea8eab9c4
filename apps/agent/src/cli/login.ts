import { loadConfig } from '../config.ts';
import { enrolMachine } from './enrol.ts';
import { openQuestions } from './questions.ts';

/** Enrols by asking for what it needs, so that the token is in no command line. */
export async function login(): Promise<void> {
  const { serverUrl } = loadConfig();
  const questions = openQuestions();
  const server = (await questions.ask(`Address of the Open ACE server${serverUrl ? ` [${serverUrl}]` : ''}: `)) || serverUrl;
  const token = await questions.ask('Registration token (Manage, Machines, Add machine): ');
  questions.close();
  await enrolMachine(loadConfig({ ...(server && { OPENACE_SERVER_URL: server }), ...(token && { OPENACE_REGISTRATION_TOKEN: token }) }));
}
