plauditFound("2026","words",0,{
"2026":"0",
"october":"0",
"scorecard":"0"
});
