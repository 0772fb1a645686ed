//! Mail and news: mailboxes and single messages, threaded by what they answer.

mod threading;
