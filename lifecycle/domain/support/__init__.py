"""Until when models and operating systems get security updates, as a public dataset tells, and which model it means."""
