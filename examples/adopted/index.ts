import "./campaigns/appointment-reminders.ts";
import "./campaigns/early-collections.ts";
import "./campaigns/policy-renewals.ts";
import "./campaigns/spring-sales.ts";
